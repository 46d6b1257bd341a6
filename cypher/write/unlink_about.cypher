// unlink_about
// Delete (:Finding)-[:ABOUT]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (a)-[x:ABOUT]->(b:Influence {id: r.end_id})
DELETE x
