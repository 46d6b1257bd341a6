// decides_on
// Every (:Decision)-[:DECIDES_ON]->(:Suggestion) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Decision.id
// column  end_id: string  Suggestion.id

MATCH (a:Decision)-[x:DECIDES_ON]->(b:Suggestion)
RETURN a.id AS start_id,
       b.id AS end_id
