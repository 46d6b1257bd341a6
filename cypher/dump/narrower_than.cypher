// narrower_than
// Every (:Influence)-[:NARROWER_THAN]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Influence.id
// column  end_id: string  Influence.id

MATCH (a:Influence)-[x:NARROWER_THAN]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
