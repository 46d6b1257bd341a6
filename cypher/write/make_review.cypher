// make_review
// Make the Review nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Review {
  id: r.id,
  title: r.title,
  question: r.question,
  registration: r.registration,
  unit: r.unit,
  paper_with_both: r.paper_with_both,
  recommendations: r.recommendations,
  codebook_version: r.codebook_version,
  schema_version: toInteger(r.schema_version),
  revision: r.revision,
  building: r.building
})
RETURN count(*) AS handled
