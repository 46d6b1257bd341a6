// rating
// How many Rating nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Rating)
RETURN count(*) AS size
