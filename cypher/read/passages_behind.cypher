// passages_behind
// The passages behind a figure: every passage of every finding that fits.
//
// Leave a parameter out to not narrow by it. A note is a paraphrase, never a quote. Without `uncounted`, only
// findings that enter counts are shown; absent findings come only when direction, state or finding_id asks for them.
// A direction is what a finding says; a state is what its paper comes to on the influence, all findings together.
//
// param   influence_id: id<Influence> = null     findings on this influence
// param   branch_id: id<Influence> = null        findings on this influence or anything narrower
// param   setting_id: id<Setting> = null         findings in this setting
// param   paper_id: id<Paper> = null             findings of this paper
// param   study_id: id<Study> = null             findings from this study
// param   finding_id: id<Finding> = null         this finding
// param   direction: string {facilitator|barrier|mixed|neutral|unclear|absent} = null   findings of this direction
// param   state: string {facilitator|barrier|mixed|neutral|unclear|absent} = null   findings of papers in this state on the influence
// param   uncounted: boolean = false             also findings that are only stored
// param   limit: integer 1..10000 = 500          rows at most
// column  finding_id: string       Finding.id
// column  passage_id: string       Passage.id
// column  paper_id: string         Paper.id
// column  study_id: string         Study.id
// column  year: integer            year of publication
// column  influence_id: string     Influence.id
// column  direction: string        direction as reported
// column  setting_id: string       Setting.id; null when no setting is named
// column  kind: string             cell, text or note
// column  quote: string            the words; of a note the paraphrase
// column  translation: string      the words in translation, where a table gives them beside the original
// column  path: string             file in the review folder
// column  sheet: string            sheet of a workbook
// column  cell: string             address of the cell
// column  coded_cell: string       the cell that states the claim, where it is another one
// column  page: integer            page of the document
// column  pointer: string          where a note was taken from
// column  char_start: integer      first code point of the quote in its cell or stored text
// column  char_end: integer        one past its last code point
// column  language: string         BCP 47 tag of the words

MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence)
WHERE (i.id = $influence_id OR $influence_id IS NULL)
  AND (p.id = $paper_id OR $paper_id IS NULL)
  AND (f.id = $finding_id OR $finding_id IS NULL)
  AND (f.direction = $direction OR $direction IS NULL)
  AND (f.counted = true OR $uncounted = true)
  AND (EXISTS { MATCH (i)-[:NARROWER_THAN*0..8]->(u:Influence) WHERE u.id = $branch_id } OR $branch_id IS NULL)
MATCH (f)-[:FROM]->(s:Study)
WHERE (s.id = $study_id OR $study_id IS NULL)
MATCH (q:Passage)-[x:ILLUSTRATES]->(f)
OPTIONAL MATCH (f)-[:IN_SETTING]->(g:Setting)
OPTIONAL MATCH (p)-[m:MENTIONS]->(i)
WITH p, f, i, s, q, x, g, coalesce(m.direction, 'absent') AS paper_state
WHERE (g.id = $setting_id OR $setting_id IS NULL)
  AND (paper_state = $state OR $state IS NULL)
  AND (f.direction <> 'absent' OR $direction IS NOT NULL OR $finding_id IS NOT NULL OR paper_state = $state)
RETURN f.id AS finding_id,
       q.id AS passage_id,
       p.id AS paper_id,
       s.id AS study_id,
       p.year AS year,
       i.id AS influence_id,
       f.direction AS direction,
       g.id AS setting_id,
       q.kind AS kind,
       q.quote AS quote,
       q.translation AS translation,
       q.path AS path,
       q.sheet AS sheet,
       q.cell AS cell,
       x.coded_cell AS coded_cell,
       q.page AS page,
       q.pointer AS pointer,
       q.char_start AS char_start,
       q.char_end AS char_end,
       q.language AS language
ORDER BY paper_id, finding_id, passage_id
LIMIT $limit
