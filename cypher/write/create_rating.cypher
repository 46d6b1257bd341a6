// create_rating
// Make each Rating of the rows that is not there yet.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Two statements instead of MERGE: UNWIND with MERGE drops repeated keys on the embedded engine.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
OPTIONAL MATCH (n:Rating {id: r.id})
WITH r, n
WHERE n IS NULL
CREATE (x:Rating {id: r.id})
