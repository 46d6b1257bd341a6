// extraction
// Every Extraction with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  extraction:name; a paper of several rounds has one node for their union
// column  name: string  name in review.toml, joined by + for a union
// column  papers: integer  included papers extracted in this round

MATCH (n:Extraction)
RETURN n.id AS id,
       n.name AS name,
       n.papers AS papers
