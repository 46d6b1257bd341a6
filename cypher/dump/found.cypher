// found
// Every (:Source)-[:FOUND]->(:Paper) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Source.id
// column  end_id: string  Paper.id

MATCH (a:Source)-[x:FOUND]->(b:Paper)
RETURN a.id AS start_id,
       b.id AS end_id
