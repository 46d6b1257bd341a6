// rated_at
// Every (:Rating)-[:RATED_AT]->(:Setting) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Rating.id
// column  end_id: string  Setting.id

MATCH (a:Rating)-[x:RATED_AT]->(b:Setting)
RETURN a.id AS start_id,
       b.id AS end_id
