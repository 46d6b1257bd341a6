// review
// How many Review nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Review)
RETURN count(*) AS size
