// set_decision
// Set every property of the Decision nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Decision {id: r.id})
SET n.kind = r.kind,
    n.verdict = r.verdict,
    n.direction = r.direction,
    n.at = r.at,
    n.reason = r.reason,
    n.seconds = toFloat(r.seconds),
    n.blind = toBoolean(r.blind),
    n.codebook_version = r.codebook_version
RETURN count(*) AS handled
