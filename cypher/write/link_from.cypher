// link_from
// Make or update (:Finding)-[:FROM]->(:Study) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (b:Study {id: r.end_id})
MERGE (a)-[x:FROM]->(b)
RETURN count(*) AS handled
