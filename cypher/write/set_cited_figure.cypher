// set_cited_figure
// Set every property of the CitedFigure nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:CitedFigure {id: r.id})
SET n.label = r.label,
    n.papers = toInteger(r.papers),
    n.of_papers = toInteger(r.of_papers),
    n.studies = toInteger(r.studies),
    n.of_studies = toInteger(r.of_studies),
    n.influences = toInteger(r.influences),
    n.percentage = r.percentage,
    n.basis = r.basis,
    n.citation = r.citation,
    n.url = r.url
RETURN count(*) AS handled
