// rating_of
// Every (:Rating)-[:RATING_OF]->(:Item) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Rating.id
// column  end_id: string  Item.id

MATCH (a:Rating)-[x:RATING_OF]->(b:Item)
RETURN a.id AS start_id,
       b.id AS end_id
