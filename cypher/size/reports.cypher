// reports
// How many (:Paper)-[:REPORTS]->(:Finding) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:REPORTS]->(:Finding)
RETURN count(*) AS size
