// set_mapping
// Set every property of the Mapping nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Mapping {id: r.id})
SET n.framework = r.framework,
    n.kind = r.kind,
    n.author = r.author,
    n.reason = r.reason,
    n.date = r.date
RETURN count(*) AS handled
