// passages
// Passages of the review with their place, sorted by id. A note is a paraphrase, never a quote.
//
// param   ids: list<string>        ids of passages
// column  passage_id: string       Passage.id
// column  paper_id: string         Paper.id
// column  kind: string             cell, text or note
// column  quote: string            the words; of a note the paraphrase
// column  translation: string      the words in translation, where a table gives them beside the original
// column  prefix: string           up to 32 characters before
// column  suffix: string           up to 32 characters after
// column  path: string             file in the review folder
// column  sheet: string            sheet of a workbook
// column  cell: string             address of the cell
// column  page: integer            page of the document
// column  section: string          part of the paper that the text stands in
// column  pointer: string          where a note was taken from
// column  char_start: integer      first code point of the quote in its cell or stored text
// column  char_end: integer        one past its last code point
// column  text_sha256: string      hash of the cell or stored text that the offsets refer to
// column  language: string         BCP 47 tag of the words
// column  findings: integer        findings that it illustrates, counted or only stored

UNWIND $ids AS wanted
MATCH (q:Passage {id: wanted})
OPTIONAL MATCH (p:Paper)-[:CONTAINS]->(q)
OPTIONAL MATCH (q)-[:ILLUSTRATES]->(f:Finding)
RETURN q.id AS passage_id,
       p.id AS paper_id,
       q.kind AS kind,
       q.quote AS quote,
       q.translation AS translation,
       q.prefix AS prefix,
       q.suffix AS suffix,
       q.path AS path,
       q.sheet AS sheet,
       q.cell AS cell,
       q.page AS page,
       q.section AS section,
       q.pointer AS pointer,
       q.char_start AS char_start,
       q.char_end AS char_end,
       q.text_sha256 AS text_sha256,
       q.language AS language,
       count(DISTINCT f.id) AS findings
ORDER BY passage_id
