// extracted_in
// How many (:Paper)-[:EXTRACTED_IN]->(:Extraction) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Paper)-[x:EXTRACTED_IN]->(:Extraction)
RETURN count(*) AS size
