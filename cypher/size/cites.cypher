// cites
// How many (:Paper)-[:CITES]->(:Paper) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:CITES]->(:Paper)
RETURN count(*) AS size
