// setting
// How many Setting nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Setting)
RETURN count(*) AS size
