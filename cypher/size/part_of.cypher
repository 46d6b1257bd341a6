// part_of
// How many (:Setting)-[:PART_OF]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Setting)-[x:PART_OF]->(:Setting)
RETURN count(*) AS size
