// link_measures
// Make or update (:Item)-[:MEASURES]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Item {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
MERGE (a)-[x:MEASURES]->(b)
RETURN count(*) AS handled
