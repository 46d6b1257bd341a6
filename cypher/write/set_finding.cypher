// set_finding
// Set every property of the Finding nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Finding {id: r.id})
SET n.direction = r.direction,
    n.assertion = r.assertion,
    n.counted = toBoolean(r.counted),
    n.mitigated = toBoolean(r.mitigated),
    n.stage = r.stage,
    n.viewpoint = r.viewpoint,
    n.time_point = r.time_point,
    n.reported = r.reported,
    n.inverted = toBoolean(r.inverted),
    n.setting_shared = toBoolean(r.setting_shared),
    n.origin = r.origin
RETURN count(*) AS handled
