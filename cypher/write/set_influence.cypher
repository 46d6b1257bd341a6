// set_influence
// Set every property of the Influence nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Influence {id: r.id})
SET n.name = r.name,
    n.definition = r.definition,
    n.includes = r.includes,
    n.excludes = r.excludes,
    n.example = r.example,
    n.status = r.status,
    n.level = toInteger(r.level)
RETURN count(*) AS handled
