// mapped_by
// Every (:Influence)-[:MAPPED_BY]->(:Mapping) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Influence.id
// column  end_id: string  Mapping.id

MATCH (a:Influence)-[x:MAPPED_BY]->(b:Mapping)
RETURN a.id AS start_id,
       b.id AS end_id
