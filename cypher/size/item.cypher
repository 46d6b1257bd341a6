// item
// How many Item nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Item)
RETURN count(*) AS size
