// unlink_in_setting
// Delete (:Finding)-[:IN_SETTING]->(:Setting) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (a)-[x:IN_SETTING]->(b:Setting {id: r.end_id})
DELETE x
