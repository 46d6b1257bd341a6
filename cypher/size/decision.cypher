// decision
// How many Decision nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Decision)
RETURN count(*) AS size
