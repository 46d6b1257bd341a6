// make_rating
// Make the Rating nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Rating {
  id: r.id,
  rated: r.rated,
  wave: r.wave,
  group_kind: r.group_kind,
  group_name: r.group_name,
  respondents: toInteger(r.respondents),
  mean: toFloat(r.mean),
  sd: toFloat(r.sd),
  low: toFloat(r.low),
  high: toFloat(r.high),
  median: toFloat(r.median),
  missing: toInteger(r.missing),
  not_applicable: toInteger(r.not_applicable),
  shown: toBoolean(r.shown),
  why_not: r.why_not,
  synthetic: toBoolean(r.synthetic)
})
RETURN count(*) AS handled
