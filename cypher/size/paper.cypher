// paper
// How many Paper nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Paper)
RETURN count(*) AS size
