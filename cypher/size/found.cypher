// found
// How many (:Source)-[:FOUND]->(:Paper) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Source)-[x:FOUND]->(:Paper)
RETURN count(*) AS size
