// mapping
// How many Mapping nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Mapping)
RETURN count(*) AS size
