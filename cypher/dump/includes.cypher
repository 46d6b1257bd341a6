// includes
// Every (:Review)-[:INCLUDES]->(:Paper) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Review.id
// column  end_id: string  Paper.id

MATCH (a:Review)-[x:INCLUDES]->(b:Paper)
RETURN a.id AS start_id,
       b.id AS end_id
