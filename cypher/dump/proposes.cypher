// proposes
// Every (:Suggestion)-[:PROPOSES]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Suggestion.id
// column  end_id: string  Influence.id

MATCH (a:Suggestion)-[x:PROPOSES]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
