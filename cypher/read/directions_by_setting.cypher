// directions_by_setting
// One influence: papers by direction in every setting where it is reported.
//
// A paper with findings of two directions in one setting counts under each. Findings that name no setting are not here.
//
// param   influence_id: id<Influence>        the influence
// param   limit: integer 1..10000 = 500      rows at most
// column  setting_id: string             Setting.id
// column  setting: string                name of the setting
// column  kind: string                   kind of setting
// column  facilitator_papers: integer    papers with a facilitator finding there
// column  barrier_papers: integer        papers with a barrier finding there
// column  mixed_papers: integer          papers with a mixed finding there
// column  neutral_papers: integer        papers with a neutral finding there
// column  unclear_papers: integer        papers with an unclear finding there
// column  absent_papers: integer         papers that looked for it there and did not find it
// column  studies: integer               studies that report it there, in whatever direction; absent ones left out
// opens   facilitator_papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction='facilitator')
// opens   barrier_papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction='barrier')
// opens   mixed_papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction='mixed')
// opens   neutral_papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction='neutral')
// opens   unclear_papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction='unclear')
// opens   absent_papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction='absent')
// opens   studies: passages_behind(influence_id=$influence_id, setting_id=setting_id)

MATCH (i:Influence {id: $influence_id})<-[:ABOUT]-(f:Finding)-[:IN_SETTING]->(g:Setting)
MATCH (p:Paper)-[:REPORTS]->(f)
MATCH (f)-[:FROM]->(s:Study)
WHERE f.counted = true
RETURN g.id AS setting_id,
       g.name AS setting,
       g.kind AS kind,
       count(DISTINCT CASE WHEN f.direction = 'facilitator' THEN p.id END) AS facilitator_papers,
       count(DISTINCT CASE WHEN f.direction = 'barrier' THEN p.id END) AS barrier_papers,
       count(DISTINCT CASE WHEN f.direction = 'mixed' THEN p.id END) AS mixed_papers,
       count(DISTINCT CASE WHEN f.direction = 'neutral' THEN p.id END) AS neutral_papers,
       count(DISTINCT CASE WHEN f.direction = 'unclear' THEN p.id END) AS unclear_papers,
       count(DISTINCT CASE WHEN f.direction = 'absent' THEN p.id END) AS absent_papers,
       count(DISTINCT CASE WHEN f.direction <> 'absent' THEN s.id END) AS studies
ORDER BY setting_id
LIMIT $limit
