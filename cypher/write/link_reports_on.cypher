// link_reports_on
// Make or update (:Paper)-[:REPORTS_ON]->(:Study) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Paper {id: r.start_id})
MATCH (b:Study {id: r.end_id})
MERGE (a)-[x:REPORTS_ON]->(b)
RETURN count(*) AS handled
