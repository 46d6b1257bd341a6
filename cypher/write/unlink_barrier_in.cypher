// unlink_barrier_in
// Delete (:Influence)-[:BARRIER_IN]->(:Setting) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (a)-[x:BARRIER_IN]->(b:Setting {id: r.end_id})
DELETE x
