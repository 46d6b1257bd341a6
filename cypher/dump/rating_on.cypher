// rating_on
// Every (:Rating)-[:RATING_ON]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Rating.id
// column  end_id: string  Influence.id

MATCH (a:Rating)-[x:RATING_ON]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
