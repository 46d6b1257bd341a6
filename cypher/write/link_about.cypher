// link_about
// Make or update (:Finding)-[:ABOUT]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
MERGE (a)-[x:ABOUT]->(b)
RETURN count(*) AS handled
