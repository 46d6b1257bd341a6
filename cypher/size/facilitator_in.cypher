// facilitator_in
// How many (:Influence)-[:FACILITATOR_IN]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Influence)-[x:FACILITATOR_IN]->(:Setting)
RETURN count(*) AS size
