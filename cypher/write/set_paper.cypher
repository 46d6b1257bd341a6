// set_paper
// Set every property of the Paper nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Paper {id: r.id})
SET n.title = r.title,
    n.authors = CASE WHEN size(r.authors) > 0 THEN r.authors END,
    n.year = toInteger(r.year),
    n.doi = r.doi,
    n.language = r.language,
    n.status = r.status,
    n.extracted = toBoolean(r.extracted),
    n.screening_stage = r.screening_stage,
    n.screened = toBoolean(r.screened),
    n.screening_reason = r.screening_reason,
    n.extra = r.extra
RETURN count(*) AS handled
