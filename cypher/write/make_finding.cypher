// make_finding
// Make the Finding nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Finding {
  id: r.id,
  direction: r.direction,
  assertion: r.assertion,
  counted: toBoolean(r.counted),
  mitigated: toBoolean(r.mitigated),
  stage: r.stage,
  viewpoint: r.viewpoint,
  time_point: r.time_point,
  reported: r.reported,
  inverted: toBoolean(r.inverted),
  setting_shared: toBoolean(r.setting_shared),
  origin: r.origin
})
RETURN count(*) AS handled
