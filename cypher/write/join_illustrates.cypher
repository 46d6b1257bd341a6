// join_illustrates
// Make (:Passage)-[:ILLUSTRATES]->(:Finding) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Passage {id: r.start_id})
MATCH (b:Finding {id: r.end_id})
CREATE (a)-[:ILLUSTRATES {coded_cell: r.coded_cell}]->(b)
RETURN count(*) AS handled
