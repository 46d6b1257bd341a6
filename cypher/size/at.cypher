// at
// How many (:Suggestion)-[:AT]->(:Passage) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Suggestion)-[x:AT]->(:Passage)
RETURN count(*) AS size
