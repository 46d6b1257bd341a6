// mapped_by
// How many (:Influence)-[:MAPPED_BY]->(:Mapping) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Influence)-[x:MAPPED_BY]->(:Mapping)
RETURN count(*) AS size
