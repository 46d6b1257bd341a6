// link_figure_of
// Make or update (:SurveyFigure)-[:FIGURE_OF]->(:Instrument) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:SurveyFigure {id: r.start_id})
MATCH (b:Instrument {id: r.end_id})
MERGE (a)-[x:FIGURE_OF]->(b)
RETURN count(*) AS handled
