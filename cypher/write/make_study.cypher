// make_study
// Make the Study nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Study {
  id: r.id,
  design: r.design,
  participants: r.participants,
  quality: r.quality,
  appraisals: r.appraisals,
  extra: r.extra
})
RETURN count(*) AS handled
