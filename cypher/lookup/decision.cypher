// decision
// Which of some ids are Decision nodes.
// Generated from graph/schema.py by python -m cypher.generate.
// param   ids: list<string>  the ids
// column  found: string  an id that is there

UNWIND $ids AS wanted
MATCH (n:Decision {id: wanted})
RETURN n.id AS found
