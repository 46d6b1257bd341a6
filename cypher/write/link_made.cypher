// link_made
// Make or update (:Curator)-[:MADE]->(:Decision) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Curator {id: r.start_id})
MATCH (b:Decision {id: r.end_id})
MERGE (a)-[x:MADE]->(b)
RETURN count(*) AS handled
