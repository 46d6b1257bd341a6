// join_found
// Make (:Source)-[:FOUND]->(:Paper) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Source {id: r.start_id})
MATCH (b:Paper {id: r.end_id})
CREATE (a)-[:FOUND]->(b)
RETURN count(*) AS handled
