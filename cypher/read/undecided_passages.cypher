// undecided_passages
// Passages of tables whose phrase nobody has given to an influence yet.
//
// Each such phrase stands as a draft influence of its own. Passages of texts are in the graph once somebody decided on
// them: what still waits there is told by the queue, what was left unsure by decisions with the verdict unsure.
//
// param   paper_id: id<Paper> = null             of this paper
// param   influence_id: id<Influence> = null     of this draft influence
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string       Paper.id
// column  influence_id: string   the draft influence
// column  phrase: string         the phrase, as it was met first
// column  kind: string           cell or note
// column  quote: string          the words; of a note the paraphrase
// column  path: string           file in the review folder
// column  sheet: string          sheet of a workbook
// column  cell: string           address of the cell
// column  passage_id: string     Passage.id

MATCH (p:Paper)-[:CONTAINS]->(q:Passage)-[:ILLUSTRATES]->(f:Finding)-[:ABOUT]->(i:Influence)
WHERE i.status = 'draft'
  AND (p.id = $paper_id OR $paper_id IS NULL)
  AND (i.id = $influence_id OR $influence_id IS NULL)
RETURN DISTINCT p.id AS paper_id,
       i.id AS influence_id,
       i.name AS phrase,
       q.kind AS kind,
       q.quote AS quote,
       q.path AS path,
       q.sheet AS sheet,
       q.cell AS cell,
       q.id AS passage_id
ORDER BY paper_id, influence_id, passage_id
LIMIT $limit
