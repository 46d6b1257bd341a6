// mapping
// Every Mapping with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  m: and 20 hex digits over influence, framework, construct and author
// column  framework: string  name of the framework
// column  kind: string  exact, close, narrower (the influence is narrower than the construct), broader, partial or none
// column  author: string  who says so: a person or a publication
// column  reason: string  why
// column  date: string  when it was said, ISO 8601

MATCH (n:Mapping)
RETURN n.id AS id,
       n.framework AS framework,
       n.kind AS kind,
       n.author AS author,
       n.reason AS reason,
       n.date AS date
