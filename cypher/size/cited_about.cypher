// cited_about
// How many (:CitedFigure)-[:CITED_ABOUT]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:CitedFigure)-[x:CITED_ABOUT]->(:Influence)
RETURN count(*) AS size
