// set_suggestion
// Set every property of the Suggestion nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Suggestion {id: r.id})
SET n.direction = r.direction,
    n.assertion = r.assertion,
    n.band = r.band,
    n.score = toFloat(r.score),
    n.reasons = r.reasons,
    n.origin = r.origin,
    n.engine = r.engine,
    n.status = r.status
RETURN count(*) AS handled
