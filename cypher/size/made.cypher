// made
// How many (:Curator)-[:MADE]->(:Decision) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Curator)-[x:MADE]->(:Decision)
RETURN count(*) AS size
