// decisions
// What was decided on suggestions, as far as everybody may see it.
//
// The newest decision of each curator on each suggestion, and adjudications, which stand once for every suggestion that
// they settle. What is pending is in no row, and what was taken back is none. Leave a parameter out to not narrow by it.
//
// param   curator_id: id<Curator> = null         decisions of this curator
// param   paper_id: id<Paper> = null             on passages of this paper
// param   influence_id: id<Influence> = null     on suggestions of this influence
// param   suggestion_id: id<Suggestion> = null   on this suggestion
// param   kind: string {decision|adjudication} = null                       only these
// param   verdict: string {accept|edit|reject|unsure} = null                only of this verdict
// param   status: string {single|agreed|conflict|adjudicated} = null        only on suggestions that stand like this
// param   blind: boolean = null                  whether it was decided before the suggestion was shown
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string             Paper.id
// column  suggestion_id: string        Suggestion.id
// column  influence_id: string         the influence that was proposed
// column  proposed_direction: string   the direction that was proposed
// column  status: string               single, agreed, conflict or adjudicated: how the suggestion stands
// column  curator_id: string           Curator.id
// column  kind: string                 decision or adjudication
// column  verdict: string              accept, edit, reject or unsure
// column  direction: string            the direction that was decided; null without a claim or with several
// column  blind: boolean               decided before the suggestion was shown
// column  at: string                   when, as the curator's clock had it (ISO 8601, UTC)
// column  seconds: float               time that it took, where it was measured
// column  reason: string               why
// column  codebook_version: string     the codebook that it was made under
// column  passage_id: string           Passage.id
// column  quote: string                the words
// column  path: string                 file in the review folder
// column  page: integer                page of the document
// column  decision_id: string          Decision.id

MATCH (c:Curator)-[:MADE]->(d:Decision)-[:DECIDES_ON]->(o:Suggestion)-[:AT]->(q:Passage)<-[:CONTAINS]-(p:Paper)
MATCH (o)-[:PROPOSES]->(i:Influence)
WHERE (c.id = $curator_id OR $curator_id IS NULL)
  AND (p.id = $paper_id OR $paper_id IS NULL)
  AND (i.id = $influence_id OR $influence_id IS NULL)
  AND (o.id = $suggestion_id OR $suggestion_id IS NULL)
  AND (d.kind = $kind OR $kind IS NULL)
  AND (d.verdict = $verdict OR $verdict IS NULL)
  AND (o.status = $status OR $status IS NULL)
  AND (d.blind = $blind OR $blind IS NULL)
RETURN p.id AS paper_id,
       o.id AS suggestion_id,
       i.id AS influence_id,
       o.direction AS proposed_direction,
       o.status AS status,
       c.id AS curator_id,
       d.kind AS kind,
       d.verdict AS verdict,
       d.direction AS direction,
       d.blind AS blind,
       d.at AS at,
       d.seconds AS seconds,
       d.reason AS reason,
       d.codebook_version AS codebook_version,
       q.id AS passage_id,
       q.quote AS quote,
       q.path AS path,
       q.page AS page,
       d.id AS decision_id
ORDER BY paper_id, suggestion_id, kind DESC, curator_id, decision_id
LIMIT $limit
