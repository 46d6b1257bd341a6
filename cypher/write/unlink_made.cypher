// unlink_made
// Delete (:Curator)-[:MADE]->(:Decision) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Curator {id: r.start_id})
MATCH (a)-[x:MADE]->(b:Decision {id: r.end_id})
DELETE x
