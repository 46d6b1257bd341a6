// made
// Every (:Curator)-[:MADE]->(:Decision) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Curator.id
// column  end_id: string  Decision.id

MATCH (a:Curator)-[x:MADE]->(b:Decision)
RETURN a.id AS start_id,
       b.id AS end_id
