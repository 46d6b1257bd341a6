// curators_progress
// What each curator has decided so far, as far as everybody may see it.
//
// A curator whom review.toml names is here before their first decision. The newest decision of a curator on a
// suggestion counts, pending ones do not. Papers are those with a decision or adjudication of theirs.
//
// param   limit: integer 1..500 = 100            rows at most
// column  curator_id: string                     Curator.id
// column  name: string                           name in review.toml
// column  role: string                           coder, adjudicator or reader
// column  decisions: integer                     decisions, without adjudications
// column  accept_decisions: integer              of these, accepted as proposed
// column  edit_decisions: integer                claimed otherwise than proposed
// column  reject_decisions: integer              rejected
// column  unsure_decisions: integer              left unsure
// column  blind_decisions: integer               decided before the suggestion was shown
// column  conflict_decisions: integer            on suggestions that coders do not agree on
// column  adjudication_decisions: integer        adjudications
// column  papers: integer                        papers with passages that they decided on
// column  seconds: float                         time of all decisions that were timed; null when none was
// opens   decisions: decisions(curator_id=curator_id, kind='decision')
// opens   accept_decisions: decisions(curator_id=curator_id, kind='decision', verdict='accept')
// opens   edit_decisions: decisions(curator_id=curator_id, kind='decision', verdict='edit')
// opens   reject_decisions: decisions(curator_id=curator_id, kind='decision', verdict='reject')
// opens   unsure_decisions: decisions(curator_id=curator_id, kind='decision', verdict='unsure')
// opens   blind_decisions: decisions(curator_id=curator_id, kind='decision', blind=true)
// opens   conflict_decisions: decisions(curator_id=curator_id, kind='decision', status='conflict')
// opens   adjudication_decisions: decisions(curator_id=curator_id, kind='adjudication')
// opens   papers: decisions(curator_id=curator_id)

MATCH (c:Curator)
OPTIONAL MATCH (c)-[:MADE]->(d:Decision)-[:DECIDES_ON]->(o:Suggestion)-[:AT]->(q:Passage)<-[:CONTAINS]-(p:Paper)
RETURN c.id AS curator_id,
       c.name AS name,
       c.role AS role,
       count(CASE WHEN d.kind = 'decision' THEN 1 END) AS decisions,
       count(CASE WHEN d.kind = 'decision' AND d.verdict = 'accept' THEN 1 END) AS accept_decisions,
       count(CASE WHEN d.kind = 'decision' AND d.verdict = 'edit' THEN 1 END) AS edit_decisions,
       count(CASE WHEN d.kind = 'decision' AND d.verdict = 'reject' THEN 1 END) AS reject_decisions,
       count(CASE WHEN d.kind = 'decision' AND d.verdict = 'unsure' THEN 1 END) AS unsure_decisions,
       count(CASE WHEN d.kind = 'decision' AND d.blind = true THEN 1 END) AS blind_decisions,
       count(CASE WHEN d.kind = 'decision' AND o.status = 'conflict' THEN 1 END) AS conflict_decisions,
       count(DISTINCT CASE WHEN d.kind = 'adjudication' THEN d.id END) AS adjudication_decisions,
       count(DISTINCT p) AS papers,
       CASE WHEN count(d.seconds) > 0 THEN coalesce(sum(d.seconds), 0.0) END AS seconds
ORDER BY curator_id
LIMIT $limit
