// curator
// How many Curator nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Curator)
RETURN count(*) AS size
