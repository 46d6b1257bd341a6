// finding_keys_of_influence_in_setting
// Ids of the findings on one influence in one setting in order, from one id on.
//
// param   influence_id: id<Influence>         only findings on this influence
// param   setting_id: id<Setting>             only findings in this setting
// param   direction: string {facilitator|barrier|mixed|neutral|unclear|absent} = null   only findings of this direction
// param   counted: boolean = null             only findings that enter counts, or only those that do not
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  finding_id: string                  Finding.id

MATCH (i:Influence {id: $influence_id})<-[:ABOUT]-(f:Finding)-[:IN_SETTING]->(g:Setting {id: $setting_id})
WHERE f.id > $after
  AND (f.direction = $direction OR $direction IS NULL)
  AND (f.counted = $counted OR $counted IS NULL)
RETURN f.id AS finding_id
ORDER BY finding_id
LIMIT $limit
