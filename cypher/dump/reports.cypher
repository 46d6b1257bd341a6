// reports
// Every (:Paper)-[:REPORTS]->(:Finding) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Finding.id

MATCH (a:Paper)-[x:REPORTS]->(b:Finding)
RETURN a.id AS start_id,
       b.id AS end_id
