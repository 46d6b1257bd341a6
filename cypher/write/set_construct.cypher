// set_construct
// Set every property of the Construct nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Construct {id: r.id})
SET n.framework = r.framework,
    n.name = r.name,
    n.source = r.source
RETURN count(*) AS handled
