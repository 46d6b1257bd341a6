// reports_on
// Every (:Paper)-[:REPORTS_ON]->(:Study) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Study.id

MATCH (a:Paper)-[x:REPORTS_ON]->(b:Study)
RETURN a.id AS start_id,
       b.id AS end_id
