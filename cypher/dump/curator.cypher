// curator
// Every Curator with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  the name in review.toml and in decisions/
// column  name: string  name as written
// column  role: string  coder, adjudicator or reader

MATCH (n:Curator)
RETURN n.id AS id,
       n.name AS name,
       n.role AS role
