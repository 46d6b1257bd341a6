// co_occurs
// How many (:Influence)-[:CO_OCCURS]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Influence)-[x:CO_OCCURS]->(:Influence)
RETURN count(*) AS size
