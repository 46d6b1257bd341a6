// link_looked_for
// Make or update (:Extraction)-[:LOOKED_FOR]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Extraction {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
MERGE (a)-[x:LOOKED_FOR]->(b)
RETURN count(*) AS handled
