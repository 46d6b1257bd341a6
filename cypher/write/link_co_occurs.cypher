// link_co_occurs
// Make or update (:Influence)-[:CO_OCCURS]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
MERGE (a)-[x:CO_OCCURS]->(b)
SET x.papers = toInteger(r.papers),
    x.expected = toFloat(r.expected),
    x.lift = toFloat(r.lift),
    x.p_adj = toFloat(r.p_adj),
    x.unit = r.unit,
    x.filter = r.filter,
    x.null_model = r.null_model,
    x.seed = toInteger(r.seed),
    x.revision = r.revision
RETURN count(*) AS handled
