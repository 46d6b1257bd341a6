// unlink_from
// Delete (:Finding)-[:FROM]->(:Study) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (a)-[x:FROM]->(b:Study {id: r.end_id})
DELETE x
