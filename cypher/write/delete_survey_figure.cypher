// delete_survey_figure
// Delete the SurveyFigure nodes of the rows with all their relationships.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (n:SurveyFigure {id: r.id})
DETACH DELETE n
