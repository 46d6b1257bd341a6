// narrower_than
// How many (:Influence)-[:NARROWER_THAN]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Influence)-[x:NARROWER_THAN]->(:Influence)
RETURN count(*) AS size
