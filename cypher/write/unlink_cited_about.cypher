// unlink_cited_about
// Delete (:CitedFigure)-[:CITED_ABOUT]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:CitedFigure {id: r.start_id})
MATCH (a)-[x:CITED_ABOUT]->(b:Influence {id: r.end_id})
DELETE x
