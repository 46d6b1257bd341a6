// rating_on
// How many (:Rating)-[:RATING_ON]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Rating)-[x:RATING_ON]->(:Influence)
RETURN count(*) AS size
