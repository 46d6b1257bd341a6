// link_cites
// Make or update (:Paper)-[:CITES]->(:Paper) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Paper {id: r.start_id})
MATCH (b:Paper {id: r.end_id})
MERGE (a)-[x:CITES]->(b)
RETURN count(*) AS handled
