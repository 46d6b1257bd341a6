// make_survey_figure
// Make the SurveyFigure nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:SurveyFigure {
  id: r.id,
  analysis: r.analysis,
  method: r.method,
  about: r.about,
  influence_id: r.influence_id,
  with_id: r.with_id,
  item_id: r.item_id,
  wave: r.wave,
  group_kind: r.group_kind,
  group_name: r.group_name,
  respondents: toInteger(r.respondents),
  value: toFloat(r.value),
  low: toFloat(r.low),
  high: toFloat(r.high),
  p: toFloat(r.p),
  p_adj: toFloat(r.p_adj),
  interval_kind: r.interval_kind,
  assumes: r.assumes,
  sentence: r.sentence,
  refused: r.refused,
  seed: toInteger(r.seed),
  synthetic: toBoolean(r.synthetic)
})
RETURN count(*) AS handled
