// suggestion
// How many Suggestion nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Suggestion)
RETURN count(*) AS size
