// about
// Every (:Finding)-[:ABOUT]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Finding.id
// column  end_id: string  Influence.id

MATCH (a:Finding)-[x:ABOUT]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
