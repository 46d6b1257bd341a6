// maps_to
// Every (:Mapping)-[:MAPS_TO]->(:Construct) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Mapping.id
// column  end_id: string  Construct.id

MATCH (a:Mapping)-[x:MAPS_TO]->(b:Construct)
RETURN a.id AS start_id,
       b.id AS end_id
