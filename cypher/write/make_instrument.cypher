// make_instrument
// Make the Instrument nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Instrument {
  id: r.id,
  name: r.name,
  version: r.version,
  form: r.form,
  languages: CASE WHEN size(r.languages) > 0 THEN r.languages END,
  scale_low: toFloat(r.scale_low),
  scale_high: toFloat(r.scale_high),
  items_kept: toInteger(r.items_kept),
  items_dropped: toInteger(r.items_dropped),
  synthetic: toBoolean(r.synthetic)
})
RETURN count(*) AS handled
