// about
// How many (:Finding)-[:ABOUT]->(:Influence) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Finding)-[x:ABOUT]->(:Influence)
RETURN count(*) AS size
