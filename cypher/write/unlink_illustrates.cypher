// unlink_illustrates
// Delete (:Passage)-[:ILLUSTRATES]->(:Finding) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Passage {id: r.start_id})
MATCH (a)-[x:ILLUSTRATES]->(b:Finding {id: r.end_id})
DELETE x
