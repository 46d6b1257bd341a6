// survey_figure
// How many SurveyFigure nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:SurveyFigure)
RETURN count(*) AS size
