// cited_figure
// How many CitedFigure nodes there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  nodes

MATCH (n:CitedFigure)
RETURN count(*) AS size
