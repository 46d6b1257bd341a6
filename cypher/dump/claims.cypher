// claims
// Every (:Decision)-[:CLAIMS]->(:Finding) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Decision.id
// column  end_id: string  Finding.id
// column  state: string  single, agreed or adjudicated: how the claim came to count

MATCH (a:Decision)-[x:CLAIMS]->(b:Finding)
RETURN a.id AS start_id,
       b.id AS end_id,
       x.state AS state
