// has_item
// Every (:Instrument)-[:HAS_ITEM]->(:Item) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Instrument.id
// column  end_id: string  Item.id

MATCH (a:Instrument)-[x:HAS_ITEM]->(b:Item)
RETURN a.id AS start_id,
       b.id AS end_id
