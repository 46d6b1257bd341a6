// mixed_in
// How many (:Influence)-[:MIXED_IN]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Influence)-[x:MIXED_IN]->(:Setting)
RETURN count(*) AS size
