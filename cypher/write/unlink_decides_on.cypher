// unlink_decides_on
// Delete (:Decision)-[:DECIDES_ON]->(:Suggestion) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Decision {id: r.start_id})
MATCH (a)-[x:DECIDES_ON]->(b:Suggestion {id: r.end_id})
DELETE x
