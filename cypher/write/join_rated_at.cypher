// join_rated_at
// Make (:Rating)-[:RATED_AT]->(:Setting) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Rating {id: r.start_id})
MATCH (b:Setting {id: r.end_id})
CREATE (a)-[:RATED_AT]->(b)
RETURN count(*) AS handled
