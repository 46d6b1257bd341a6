// looked_for
// Every (:Extraction)-[:LOOKED_FOR]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Extraction.id
// column  end_id: string  Influence.id

MATCH (a:Extraction)-[x:LOOKED_FOR]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
