// unlink_figure_of
// Delete (:SurveyFigure)-[:FIGURE_OF]->(:Instrument) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// Both ends first, by their keys: a shorter pattern makes the embedded engine look at all of them.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:SurveyFigure {id: r.start_id})
MATCH (b:Instrument {id: r.end_id})
OPTIONAL MATCH (a)-[x:FIGURE_OF]->(b)
WITH x
WHERE x IS NOT NULL
DELETE x
