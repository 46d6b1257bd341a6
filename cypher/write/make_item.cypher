// make_item
// Make the Item nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Item {
  id: r.id,
  item_id: r.item_id,
  position: toInteger(r.position),
  wording: r.wording,
  text: r.text,
  scale_low: toFloat(r.scale_low),
  scale_high: toFloat(r.scale_high),
  anchors: r.anchors,
  reverse: toBoolean(r.reverse),
  status: r.status,
  reason: r.reason
})
RETURN count(*) AS handled
