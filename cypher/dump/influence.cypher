// influence
// Every Influence with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  influence_id of the codebook, or draft:... for a free phrasing
// column  name: string  preferred name
// column  definition: string  definition in the codebook
// column  includes: string  what belongs to it
// column  excludes: string  what does not
// column  example: string  an example
// column  status: string  active, draft or retired
// column  level: integer  0 for a root of the codebook tree, 1 for its children, ...

MATCH (n:Influence)
RETURN n.id AS id,
       n.name AS name,
       n.definition AS definition,
       n.includes AS includes,
       n.excludes AS excludes,
       n.example AS example,
       n.status AS status,
       n.level AS level
