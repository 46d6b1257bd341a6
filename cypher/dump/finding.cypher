// finding
// Every Finding with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  f: and 20 hex digits over the finding key
// column  direction: string  facilitator, barrier, mixed, neutral, unclear or absent; as reported
// column  assertion: string  finding, participant_quote, recommendation, ...
// column  counted: boolean  whether it enters counts (assertion, counting rules, status of the paper)
// column  mitigated: boolean  reported as overcome
// column  stage: string  stage of the work as reported
// column  viewpoint: string  whose view it is
// column  time_point: string  when it was reported
// column  reported: string  the value in the source when a table's effect column was read
// column  inverted: boolean  true when the mapping's invert_when applied
// column  setting_shared: boolean  one cell named several settings; each has this finding
// column  origin: string  table or curation

MATCH (n:Finding)
RETURN n.id AS id,
       n.direction AS direction,
       n.assertion AS assertion,
       n.counted AS counted,
       n.mitigated AS mitigated,
       n.stage AS stage,
       n.viewpoint AS viewpoint,
       n.time_point AS time_point,
       n.reported AS reported,
       n.inverted AS inverted,
       n.setting_shared AS setting_shared,
       n.origin AS origin
