// looked_for
// How many (:Extraction)-[:LOOKED_FOR]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Extraction)-[x:LOOKED_FOR]->(:Influence)
RETURN count(*) AS size
