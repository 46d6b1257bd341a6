// extraction
// How many Extraction nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:Extraction)
RETURN count(*) AS size
