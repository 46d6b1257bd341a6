// join_claims
// Make (:Decision)-[:CLAIMS]->(:Finding) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Decision {id: r.start_id})
MATCH (b:Finding {id: r.end_id})
CREATE (a)-[:CLAIMS {state: r.state}]->(b)
RETURN count(*) AS handled
