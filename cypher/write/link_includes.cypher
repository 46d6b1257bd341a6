// link_includes
// Make or update (:Review)-[:INCLUDES]->(:Paper) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Review {id: r.start_id})
MATCH (b:Paper {id: r.end_id})
MERGE (a)-[x:INCLUDES]->(b)
RETURN count(*) AS handled
