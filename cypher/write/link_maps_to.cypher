// link_maps_to
// Make or update (:Mapping)-[:MAPS_TO]->(:Construct) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Mapping {id: r.start_id})
MATCH (b:Construct {id: r.end_id})
MERGE (a)-[x:MAPS_TO]->(b)
RETURN count(*) AS handled
