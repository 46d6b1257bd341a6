// join_about
// Make (:Finding)-[:ABOUT]->(:Influence) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
CREATE (a)-[:ABOUT]->(b)
RETURN count(*) AS handled
