// contains
// Every (:Paper)-[:CONTAINS]->(:Passage) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Passage.id

MATCH (a:Paper)-[x:CONTAINS]->(b:Passage)
RETURN a.id AS start_id,
       b.id AS end_id
