// suggestion
// Every Suggestion with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  s: and 20 hex digits over passage and influence
// column  direction: string  the direction that was proposed
// column  assertion: string  the kind of sentence that was proposed
// column  band: string  strong, medium or weak
// column  score: float  orders suggestions of one engine
// column  reasons: string  rules and the words they fired on, as a JSON array of {rule, said}
// column  origin: string  rules, model or human
// column  engine: string  what proposed it, with its version
// column  status: string  single, agreed, conflict or adjudicated

MATCH (n:Suggestion)
RETURN n.id AS id,
       n.direction AS direction,
       n.assertion AS assertion,
       n.band AS band,
       n.score AS score,
       n.reasons AS reasons,
       n.origin AS origin,
       n.engine AS engine,
       n.status AS status
