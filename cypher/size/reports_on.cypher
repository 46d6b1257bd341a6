// reports_on
// How many (:Paper)-[:REPORTS_ON]->(:Study) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:REPORTS_ON]->(:Study)
RETURN count(*) AS size
