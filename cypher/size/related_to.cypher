// related_to
// How many (:Paper)-[:RELATED_TO]->(:Paper) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:RELATED_TO]->(:Paper)
RETURN count(*) AS size
