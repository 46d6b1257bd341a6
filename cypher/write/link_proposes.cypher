// link_proposes
// Make or update (:Suggestion)-[:PROPOSES]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Suggestion {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
MERGE (a)-[x:PROPOSES]->(b)
RETURN count(*) AS handled
