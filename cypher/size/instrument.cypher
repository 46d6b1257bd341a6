// instrument
// How many Instrument nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Instrument)
RETURN count(*) AS size
