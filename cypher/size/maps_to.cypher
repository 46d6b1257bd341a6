// maps_to
// How many (:Mapping)-[:MAPS_TO]->(:Construct) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Mapping)-[x:MAPS_TO]->(:Construct)
RETURN count(*) AS size
