// has_item
// How many (:Instrument)-[:HAS_ITEM]->(:Item) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Instrument)-[x:HAS_ITEM]->(:Item)
RETURN count(*) AS size
