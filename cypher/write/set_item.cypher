// set_item
// Set every property of the Item nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Item {id: r.id})
SET n.item_id = r.item_id,
    n.position = toInteger(r.position),
    n.wording = r.wording,
    n.text = r.text,
    n.scale_low = toFloat(r.scale_low),
    n.scale_high = toFloat(r.scale_high),
    n.anchors = r.anchors,
    n.reverse = toBoolean(r.reverse),
    n.status = r.status,
    n.reason = r.reason
RETURN count(*) AS handled
