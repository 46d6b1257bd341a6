// make_decision
// Make the Decision nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Decision {
  id: r.id,
  kind: r.kind,
  verdict: r.verdict,
  direction: r.direction,
  at: r.at,
  reason: r.reason,
  seconds: toFloat(r.seconds),
  blind: toBoolean(r.blind),
  codebook_version: r.codebook_version
})
RETURN count(*) AS handled
