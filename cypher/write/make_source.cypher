// make_source
// Make the Source nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Source {
  id: r.id,
  kind: r.kind,
  provider: r.provider,
  name: r.name,
  searched_on: r.searched_on,
  search: r.search,
  hits: toInteger(r.hits),
  language_limit: r.language_limit,
  round: r.round
})
RETURN count(*) AS handled
