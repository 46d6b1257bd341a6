// set_rating
// Set every property of the Rating nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Rating {id: r.id})
SET n.rated = r.rated,
    n.wave = r.wave,
    n.group_kind = r.group_kind,
    n.group_name = r.group_name,
    n.respondents = toInteger(r.respondents),
    n.mean = toFloat(r.mean),
    n.sd = toFloat(r.sd),
    n.low = toFloat(r.low),
    n.high = toFloat(r.high),
    n.median = toFloat(r.median),
    n.missing = toInteger(r.missing),
    n.not_applicable = toInteger(r.not_applicable),
    n.shown = toBoolean(r.shown),
    n.why_not = r.why_not,
    n.synthetic = toBoolean(r.synthetic)
RETURN count(*) AS handled
