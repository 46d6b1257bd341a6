// includes
// How many (:Review)-[:INCLUDES]->(:Paper) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Review)-[x:INCLUDES]->(:Paper)
RETURN count(*) AS size
