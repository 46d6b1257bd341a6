// source
// Which of some ids are Source nodes.
// Generated from graph/schema.py by python -m cypher.generate.
// param   ids: list<string>  the ids
// column  found: string  an id that is there

MATCH (n:Source)
WHERE n.id IN $ids
RETURN n.id AS found
