// passage
// Every Passage with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  p: and 20 hex digits over the anchor
// column  kind: string  cell, text or note
// column  quote: string  the words; for a note the paraphrase
// column  translation: string  the words in another language, as a table gives them beside the original
// column  prefix: string  up to 32 characters before
// column  suffix: string  up to 32 characters after
// column  char_start: integer  first code point in the cell or stored text
// column  char_end: integer  one past the last code point
// column  page: integer  page of the document
// column  path: string  file in the review folder
// column  sheet: string  sheet of a workbook
// column  cell: string  address as the spreadsheet shows it, such as F14
// column  language: string  BCP 47 tag of the words
// column  text_sha256: string  hash of the cell or stored text that the offsets refer to
// column  pointer: string  where a note was taken from
// column  section: string  part of the paper that the text stands in: abstract, background, methods, results, discussion or other; null for cells and notes

MATCH (n:Passage)
RETURN n.id AS id,
       n.kind AS kind,
       n.quote AS quote,
       n.translation AS translation,
       n.prefix AS prefix,
       n.suffix AS suffix,
       n.char_start AS char_start,
       n.char_end AS char_end,
       n.page AS page,
       n.path AS path,
       n.sheet AS sheet,
       n.cell AS cell,
       n.language AS language,
       n.text_sha256 AS text_sha256,
       n.pointer AS pointer,
       n.section AS section
