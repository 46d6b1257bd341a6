// set_source
// Set every property of the Source nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Source {id: r.id})
SET n.kind = r.kind,
    n.provider = r.provider,
    n.name = r.name,
    n.searched_on = r.searched_on,
    n.search = r.search,
    n.hits = toInteger(r.hits),
    n.language_limit = r.language_limit,
    n.round = r.round
RETURN count(*) AS handled
