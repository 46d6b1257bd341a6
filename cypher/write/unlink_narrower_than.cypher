// unlink_narrower_than
// Delete (:Influence)-[:NARROWER_THAN]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (a)-[x:NARROWER_THAN]->(b:Influence {id: r.end_id})
DELETE x
