// make_paper
// Make the Paper nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Paper {
  id: r.id,
  title: r.title,
  authors: CASE WHEN size(r.authors) > 0 THEN r.authors END,
  year: toInteger(r.year),
  doi: r.doi,
  language: r.language,
  status: r.status,
  extracted: toBoolean(r.extracted),
  screening_stage: r.screening_stage,
  screened: toBoolean(r.screened),
  screening_reason: r.screening_reason,
  extra: r.extra
})
RETURN count(*) AS handled
