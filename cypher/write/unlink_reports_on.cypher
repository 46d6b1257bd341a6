// unlink_reports_on
// Delete (:Paper)-[:REPORTS_ON]->(:Study) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Paper {id: r.start_id})
MATCH (a)-[x:REPORTS_ON]->(b:Study {id: r.end_id})
DELETE x
