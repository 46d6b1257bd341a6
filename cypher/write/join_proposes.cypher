// join_proposes
// Make (:Suggestion)-[:PROPOSES]->(:Influence) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Suggestion {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
CREATE (a)-[:PROPOSES]->(b)
RETURN count(*) AS handled
