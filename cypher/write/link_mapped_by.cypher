// link_mapped_by
// Make or update (:Influence)-[:MAPPED_BY]->(:Mapping) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (b:Mapping {id: r.end_id})
MERGE (a)-[x:MAPPED_BY]->(b)
RETURN count(*) AS handled
