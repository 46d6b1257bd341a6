// rated_at
// How many (:Rating)-[:RATED_AT]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Rating)-[x:RATED_AT]->(:Setting)
RETURN count(*) AS size
