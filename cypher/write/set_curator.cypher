// set_curator
// Set every property of the Curator nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Curator {id: r.id})
SET n.name = r.name,
    n.role = r.role
RETURN count(*) AS handled
