// unlink_claims
// Delete (:Decision)-[:CLAIMS]->(:Finding) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Decision {id: r.start_id})
MATCH (a)-[x:CLAIMS]->(b:Finding {id: r.end_id})
DELETE x
