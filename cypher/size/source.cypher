// source
// How many Source nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Source)
RETURN count(*) AS size
