// unlink_includes
// Delete (:Review)-[:INCLUDES]->(:Paper) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Review {id: r.start_id})
MATCH (a)-[x:INCLUDES]->(b:Paper {id: r.end_id})
DELETE x
