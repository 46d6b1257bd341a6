// conducted_in
// How many (:Study)-[:CONDUCTED_IN]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Study)-[x:CONDUCTED_IN]->(:Setting)
RETURN count(*) AS size
