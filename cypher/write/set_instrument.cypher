// set_instrument
// Set every property of the Instrument nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Instrument {id: r.id})
SET n.name = r.name,
    n.version = r.version,
    n.form = r.form,
    n.languages = CASE WHEN size(r.languages) > 0 THEN r.languages END,
    n.scale_low = toFloat(r.scale_low),
    n.scale_high = toFloat(r.scale_high),
    n.items_kept = toInteger(r.items_kept),
    n.items_dropped = toInteger(r.items_dropped),
    n.synthetic = toBoolean(r.synthetic)
RETURN count(*) AS handled
