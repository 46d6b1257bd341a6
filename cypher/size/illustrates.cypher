// illustrates
// How many (:Passage)-[:ILLUSTRATES]->(:Finding) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Passage)-[x:ILLUSTRATES]->(:Finding)
RETURN count(*) AS size
