// rating
// Which of some ids are Rating nodes.
// Generated from graph/schema.py by python -m cypher.generate.
// param   ids: list<string>  the ids
// column  found: string  an id that is there

UNWIND $ids AS wanted
MATCH (n:Rating {id: wanted})
RETURN n.id AS found
