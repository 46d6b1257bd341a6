// figure_of
// Every (:SurveyFigure)-[:FIGURE_OF]->(:Instrument) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  SurveyFigure.id
// column  end_id: string  Instrument.id

MATCH (a:SurveyFigure)-[x:FIGURE_OF]->(b:Instrument)
RETURN a.id AS start_id,
       b.id AS end_id
