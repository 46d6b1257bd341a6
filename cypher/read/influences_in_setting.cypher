// influences_in_setting
// Influences reported for one setting, most often reported first.
//
// A study counts once per influence and direction, however many papers or passages say so.
//
// param   setting_id: id<Setting>            the setting
// param   limit: integer 1..10000 = 500      rows at most
// column  influence_id: string               Influence.id
// column  name: string                       preferred name
// column  papers: integer                    papers that report it there
// column  facilitator_studies: integer       studies with a facilitator finding there
// column  barrier_studies: integer           studies with a barrier finding there
// column  mixed_studies: integer             studies with a mixed finding there
// opens   papers: passages_behind(influence_id=influence_id, setting_id=$setting_id)
// opens   facilitator_studies: passages_behind(influence_id=influence_id, setting_id=$setting_id, direction='facilitator')
// opens   barrier_studies: passages_behind(influence_id=influence_id, setting_id=$setting_id, direction='barrier')
// opens   mixed_studies: passages_behind(influence_id=influence_id, setting_id=$setting_id, direction='mixed')

MATCH (g:Setting {id: $setting_id})<-[:IN_SETTING]-(f:Finding)-[:ABOUT]->(i:Influence)
MATCH (p:Paper)-[:REPORTS]->(f)
MATCH (f)-[:FROM]->(s:Study)
WHERE f.counted = true AND f.direction <> 'absent'
RETURN i.id AS influence_id,
       i.name AS name,
       count(DISTINCT p.id) AS papers,
       count(DISTINCT CASE WHEN f.direction = 'facilitator' THEN s.id END) AS facilitator_studies,
       count(DISTINCT CASE WHEN f.direction = 'barrier' THEN s.id END) AS barrier_studies,
       count(DISTINCT CASE WHEN f.direction = 'mixed' THEN s.id END) AS mixed_studies
ORDER BY papers DESC, influence_id
LIMIT $limit
