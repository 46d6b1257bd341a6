// from
// How many (:Finding)-[:FROM]->(:Study) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Finding)-[x:FROM]->(:Study)
RETURN count(*) AS size
