// set_study
// Set every property of the Study nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Study {id: r.id})
SET n.design = r.design,
    n.participants = r.participants,
    n.quality = r.quality,
    n.appraisals = r.appraisals,
    n.extra = r.extra
RETURN count(*) AS handled
