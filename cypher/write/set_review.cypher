// set_review
// Set every property of the Review nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Review {id: r.id})
SET n.title = r.title,
    n.question = r.question,
    n.registration = r.registration,
    n.unit = r.unit,
    n.paper_with_both = r.paper_with_both,
    n.recommendations = r.recommendations,
    n.codebook_version = r.codebook_version,
    n.schema_version = toInteger(r.schema_version),
    n.revision = r.revision,
    n.building = r.building
RETURN count(*) AS handled
