// conflicting_passages
// Suggestions on which coders do not agree, and which nobody has settled yet.
//
// Marks of two coders that overlap are decided on together: then each of the suggestions has a row, and may have one
// decision only. Until it is settled none of their claims is a finding.
//
// param   paper_id: id<Paper> = null             on passages of this paper
// param   influence_id: id<Influence> = null     of this influence
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string             Paper.id
// column  influence_id: string         the influence that was proposed
// column  proposed_direction: string   the direction that was proposed
// column  decisions: integer           decisions on it
// column  passage_id: string           Passage.id
// column  quote: string                the words
// column  path: string                 file in the review folder
// column  page: integer                page of the document
// column  char_start: integer          first code point of the quote in its stored text
// column  char_end: integer            one past its last code point
// column  suggestion_id: string        Suggestion.id
// opens   decisions: decisions(suggestion_id=suggestion_id)

MATCH (d:Decision)-[:DECIDES_ON]->(o:Suggestion)-[:AT]->(q:Passage)<-[:CONTAINS]-(p:Paper)
MATCH (o)-[:PROPOSES]->(i:Influence)
WHERE o.status = 'conflict'
  AND (p.id = $paper_id OR $paper_id IS NULL)
  AND (i.id = $influence_id OR $influence_id IS NULL)
RETURN p.id AS paper_id,
       i.id AS influence_id,
       o.direction AS proposed_direction,
       count(DISTINCT d) AS decisions,
       q.id AS passage_id,
       q.quote AS quote,
       q.path AS path,
       q.page AS page,
       q.char_start AS char_start,
       q.char_end AS char_end,
       o.id AS suggestion_id
ORDER BY paper_id, influence_id, suggestion_id
LIMIT $limit
