// construct
// How many Construct nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Construct)
RETURN count(*) AS size
