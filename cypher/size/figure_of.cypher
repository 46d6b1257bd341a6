// figure_of
// How many (:SurveyFigure)-[:FIGURE_OF]->(:Instrument) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:SurveyFigure)-[x:FIGURE_OF]->(:Instrument)
RETURN count(*) AS size
