// make_mapping
// Make the Mapping nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Mapping {
  id: r.id,
  framework: r.framework,
  kind: r.kind,
  author: r.author,
  reason: r.reason,
  date: r.date
})
RETURN count(*) AS handled
