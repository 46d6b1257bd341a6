// cites
// Every (:Paper)-[:CITES]->(:Paper) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Paper.id

MATCH (a:Paper)-[x:CITES]->(b:Paper)
RETURN a.id AS start_id,
       b.id AS end_id
