// unlink_proposes
// Delete (:Suggestion)-[:PROPOSES]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Suggestion {id: r.start_id})
MATCH (a)-[x:PROPOSES]->(b:Influence {id: r.end_id})
DELETE x
