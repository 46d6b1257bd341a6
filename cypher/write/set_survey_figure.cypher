// set_survey_figure
// Set every property of the SurveyFigure nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:SurveyFigure {id: r.id})
SET n.analysis = r.analysis,
    n.method = r.method,
    n.about = r.about,
    n.influence_id = r.influence_id,
    n.with_id = r.with_id,
    n.item_id = r.item_id,
    n.wave = r.wave,
    n.group_kind = r.group_kind,
    n.group_name = r.group_name,
    n.respondents = toInteger(r.respondents),
    n.value = toFloat(r.value),
    n.low = toFloat(r.low),
    n.high = toFloat(r.high),
    n.p = toFloat(r.p),
    n.p_adj = toFloat(r.p_adj),
    n.interval_kind = r.interval_kind,
    n.assumes = r.assumes,
    n.sentence = r.sentence,
    n.refused = r.refused,
    n.seed = toInteger(r.seed),
    n.synthetic = toBoolean(r.synthetic)
RETURN count(*) AS handled
