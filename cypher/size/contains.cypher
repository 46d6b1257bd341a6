// contains
// How many (:Paper)-[:CONTAINS]->(:Passage) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:CONTAINS]->(:Passage)
RETURN count(*) AS size
