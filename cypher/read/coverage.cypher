// coverage
// The evidence map: papers behind each influence in each setting that has any.
//
// A pair without a row has no finding. The measure `directions` with `by_setting` shows the empty pairs too, and keeps
// apart the papers that were extracted for the influence and say nothing of it, and those that were not.
//
// param   kind: string = null                    only settings of this kind
// param   status: string {active|draft|retired} = null   codebook status; all when left out
// param   limit: integer 1..100000 = 5000        rows at most
// column  influence_id: string         Influence.id
// column  setting_id: string           Setting.id
// column  papers: integer              papers that report the influence there
// column  studies: integer             studies behind them
// column  absent_papers: integer       papers that looked for it there and did not find it
// opens   papers: passages_behind(influence_id=influence_id, setting_id=setting_id)
// opens   studies: passages_behind(influence_id=influence_id, setting_id=setting_id)
// opens   absent_papers: passages_behind(influence_id=influence_id, setting_id=setting_id, direction='absent')

MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence)
MATCH (f)-[:IN_SETTING]->(g:Setting)
MATCH (f)-[:FROM]->(s:Study)
WHERE f.counted = true
  AND (g.kind = $kind OR $kind IS NULL)
  AND (i.status = $status OR $status IS NULL)
RETURN i.id AS influence_id,
       g.id AS setting_id,
       count(DISTINCT CASE WHEN f.direction <> 'absent' THEN p.id END) AS papers,
       count(DISTINCT CASE WHEN f.direction <> 'absent' THEN s.id END) AS studies,
       count(DISTINCT CASE WHEN f.direction = 'absent' THEN p.id END) AS absent_papers
ORDER BY influence_id, setting_id
LIMIT $limit
