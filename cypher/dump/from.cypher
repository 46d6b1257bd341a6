// from
// Every (:Finding)-[:FROM]->(:Study) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Finding.id
// column  end_id: string  Study.id

MATCH (a:Finding)-[x:FROM]->(b:Study)
RETURN a.id AS start_id,
       b.id AS end_id
