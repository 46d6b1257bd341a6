// construct
// Every Construct with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  construct:framework/name
// column  framework: string  name of the framework, with its edition where there are several
// column  name: string  name of the construct
// column  source: string  where the framework is published, or what lists the construct

MATCH (n:Construct)
RETURN n.id AS id,
       n.framework AS framework,
       n.name AS name,
       n.source AS source
