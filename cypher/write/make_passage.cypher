// make_passage
// Make the Passage nodes of the rows with every property; one that is there already is an error.
// Generated from graph/schema.py by python -m cypher.generate.
// 
// One statement in place of create and set, for a transaction that is undone as a whole.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
CREATE (n:Passage {
  id: r.id,
  kind: r.kind,
  quote: r.quote,
  translation: r.translation,
  prefix: r.prefix,
  suffix: r.suffix,
  char_start: toInteger(r.char_start),
  char_end: toInteger(r.char_end),
  page: toInteger(r.page),
  path: r.path,
  sheet: r.sheet,
  cell: r.cell,
  language: r.language,
  text_sha256: r.text_sha256,
  pointer: r.pointer,
  section: r.section
})
RETURN count(*) AS handled
