// link_decides_on
// Make or update (:Decision)-[:DECIDES_ON]->(:Suggestion) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Decision {id: r.start_id})
MATCH (b:Suggestion {id: r.end_id})
MERGE (a)-[x:DECIDES_ON]->(b)
RETURN count(*) AS handled
