// unlink_extracted_in
// Delete (:Paper)-[:EXTRACTED_IN]->(:Extraction) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (a:Paper {id: r.start_id})
MATCH (a)-[x:EXTRACTED_IN]->(b:Extraction {id: r.end_id})
DELETE x
