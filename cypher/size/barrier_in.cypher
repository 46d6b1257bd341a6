// barrier_in
// How many (:Influence)-[:BARRIER_IN]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Influence)-[x:BARRIER_IN]->(:Setting)
RETURN count(*) AS size
