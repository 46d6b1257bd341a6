// set_setting
// Set every property of the Setting nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Setting {id: r.id})
SET n.name = r.name,
    n.kind = r.kind,
    n.country = r.country,
    n.income_group = r.income_group,
    n.level_of_care = r.level_of_care,
    n.sector = r.sector
RETURN count(*) AS handled
