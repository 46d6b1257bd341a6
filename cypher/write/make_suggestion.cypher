// make_suggestion
// Make the Suggestion nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Suggestion {
  id: r.id,
  direction: r.direction,
  assertion: r.assertion,
  band: r.band,
  score: toFloat(r.score),
  reasons: r.reasons,
  origin: r.origin,
  engine: r.engine,
  status: r.status
})
RETURN count(*) AS handled
