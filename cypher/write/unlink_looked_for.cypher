// unlink_looked_for
// Delete (:Extraction)-[:LOOKED_FOR]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Extraction {id: r.start_id})
MATCH (a)-[x:LOOKED_FOR]->(b:Influence {id: r.end_id})
DELETE x
