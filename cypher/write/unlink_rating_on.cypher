// unlink_rating_on
// Delete (:Rating)-[:RATING_ON]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Both ends first, by their keys: a shorter pattern makes the embedded engine look at all of them.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Rating {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
OPTIONAL MATCH (a)-[x:RATING_ON]->(b)
WITH x
WHERE x IS NOT NULL
DELETE x
