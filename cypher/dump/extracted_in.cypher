// extracted_in
// Every (:Paper)-[:EXTRACTED_IN]->(:Extraction) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Extraction.id

MATCH (a:Paper)-[x:EXTRACTED_IN]->(b:Extraction)
RETURN a.id AS start_id,
       b.id AS end_id
