// passage
// How many Passage nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Passage)
RETURN count(*) AS size
