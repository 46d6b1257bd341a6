// at
// Every (:Suggestion)-[:AT]->(:Passage) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Suggestion.id
// column  end_id: string  Passage.id

MATCH (a:Suggestion)-[x:AT]->(b:Passage)
RETURN a.id AS start_id,
       b.id AS end_id
