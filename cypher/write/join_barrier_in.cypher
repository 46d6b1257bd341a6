// join_barrier_in
// Make (:Influence)-[:BARRIER_IN]->(:Setting) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (b:Setting {id: r.end_id})
CREATE (a)-[:BARRIER_IN {papers: toInteger(r.papers), studies: toInteger(r.studies), findings: toInteger(r.findings)}]->(b)
RETURN count(*) AS handled
