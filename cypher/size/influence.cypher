// influence
// How many Influence nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Influence)
RETURN count(*) AS size
