// measures
// Every (:Item)-[:MEASURES]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Item.id
// column  end_id: string  Influence.id

MATCH (a:Item)-[x:MEASURES]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
