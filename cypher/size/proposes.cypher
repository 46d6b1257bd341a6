// proposes
// How many (:Suggestion)-[:PROPOSES]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Suggestion)-[x:PROPOSES]->(:Influence)
RETURN count(*) AS size
