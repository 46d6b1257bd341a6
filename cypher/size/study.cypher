// study
// How many Study nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Study)
RETURN count(*) AS size
