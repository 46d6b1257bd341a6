// conducted_in
// Every (:Study)-[:CONDUCTED_IN]->(:Setting) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Study.id
// column  end_id: string  Setting.id

MATCH (a:Study)-[x:CONDUCTED_IN]->(b:Setting)
RETURN a.id AS start_id,
       b.id AS end_id
