// measures
// How many (:Item)-[:MEASURES]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Item)-[x:MEASURES]->(:Influence)
RETURN count(*) AS size
