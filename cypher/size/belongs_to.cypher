// belongs_to
// How many (:Construct)-[:BELONGS_TO]->(:Construct) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Construct)-[x:BELONGS_TO]->(:Construct)
RETURN count(*) AS size
