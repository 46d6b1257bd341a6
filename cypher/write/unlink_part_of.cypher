// unlink_part_of
// Delete (:Setting)-[:PART_OF]->(:Setting) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Setting {id: r.start_id})
MATCH (a)-[x:PART_OF]->(b:Setting {id: r.end_id})
DELETE x
