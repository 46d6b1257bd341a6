// rating_of
// How many (:Rating)-[:RATING_OF]->(:Item) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Rating)-[x:RATING_OF]->(:Item)
RETURN count(*) AS size
