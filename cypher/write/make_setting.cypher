// make_setting
// Make the Setting nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Setting {
  id: r.id,
  name: r.name,
  kind: r.kind,
  country: r.country,
  income_group: r.income_group,
  level_of_care: r.level_of_care,
  sector: r.sector
})
RETURN count(*) AS handled
