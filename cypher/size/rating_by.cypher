// rating_by
// How many (:Rating)-[:RATING_BY]->(:Instrument) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Rating)-[x:RATING_BY]->(:Instrument)
RETURN count(*) AS size
