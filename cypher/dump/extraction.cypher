// extraction
// Every Extraction with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  extraction:name
// column  name: string  name in review.toml

MATCH (n:Extraction)
RETURN n.id AS id,
       n.name AS name
