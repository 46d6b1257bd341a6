// set_passage
// Set every property of the Passage nodes of the rows.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Passage {id: r.id})
SET n.kind = r.kind,
    n.quote = r.quote,
    n.translation = r.translation,
    n.prefix = r.prefix,
    n.suffix = r.suffix,
    n.char_start = toInteger(r.char_start),
    n.char_end = toInteger(r.char_end),
    n.page = toInteger(r.page),
    n.path = r.path,
    n.sheet = r.sheet,
    n.cell = r.cell,
    n.language = r.language,
    n.text_sha256 = r.text_sha256,
    n.pointer = r.pointer,
    n.section = r.section
RETURN count(*) AS handled
