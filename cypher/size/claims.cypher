// claims
// How many (:Decision)-[:CLAIMS]->(:Finding) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Decision)-[x:CLAIMS]->(:Finding)
RETURN count(*) AS size
