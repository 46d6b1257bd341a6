// finding_keys_of_paper
// Ids of the findings of one paper in order, from one id on.
//
// param   paper_id: id<Paper>                 only findings of this paper
// param   influence_id: id<Influence> = null   only findings on this influence
// param   setting_id: id<Setting> = null      only findings in this setting
// param   direction: string {facilitator|barrier|mixed|neutral|unclear|absent} = null   only findings of this direction
// param   counted: boolean = null             only findings that enter counts, or only those that do not
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  finding_id: string                  Finding.id

MATCH (p:Paper {id: $paper_id})-[:REPORTS]->(f:Finding)
WHERE f.id > $after
  AND (f.direction = $direction OR $direction IS NULL)
  AND (f.counted = $counted OR $counted IS NULL)
OPTIONAL MATCH (f)-[:ABOUT]->(i:Influence)
OPTIONAL MATCH (f)-[:IN_SETTING]->(g:Setting)
WITH f, i, g
WHERE (i.id = $influence_id OR $influence_id IS NULL)
  AND (g.id = $setting_id OR $setting_id IS NULL)
RETURN f.id AS finding_id
ORDER BY finding_id
LIMIT $limit
