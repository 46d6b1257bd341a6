// finding
// How many Finding nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Finding)
RETURN count(*) AS size
