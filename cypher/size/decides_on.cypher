// decides_on
// How many (:Decision)-[:DECIDES_ON]->(:Suggestion) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Decision)-[x:DECIDES_ON]->(:Suggestion)
RETURN count(*) AS size
