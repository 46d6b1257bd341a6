// make_cited_figure
// Make the CitedFigure nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:CitedFigure {
  id: r.id,
  label: r.label,
  papers: toInteger(r.papers),
  of_papers: toInteger(r.of_papers),
  studies: toInteger(r.studies),
  of_studies: toInteger(r.of_studies),
  influences: toInteger(r.influences),
  percentage: r.percentage,
  basis: r.basis,
  citation: r.citation,
  url: r.url
})
RETURN count(*) AS handled
