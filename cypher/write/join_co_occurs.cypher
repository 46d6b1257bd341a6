// join_co_occurs
// Make (:Influence)-[:CO_OCCURS]->(:Influence) for each row, of which one end is so new that it cannot be there.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Faster than link, which looks for it first.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
CREATE (a)-[:CO_OCCURS {papers: toInteger(r.papers), expected: toFloat(r.expected), lift: toFloat(r.lift), p_adj: toFloat(r.p_adj), unit: r.unit, filter: r.filter, null_model: r.null_model, seed: toInteger(r.seed), revision: r.revision}]->(b)
RETURN count(*) AS handled
