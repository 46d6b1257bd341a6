// mentions
// How many (:Paper)-[:MENTIONS]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:MENTIONS]->(:Influence)
RETURN count(*) AS size
