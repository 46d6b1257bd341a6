// finding_keys_of_influence
// Ids of the findings on one influence in order, from one id on.
//
// param   influence_id: id<Influence>         only findings on this influence
// param   direction: string {facilitator|barrier|mixed|neutral|unclear|absent} = null   only findings of this direction
// param   counted: boolean = null             only findings that enter counts, or only those that do not
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  finding_id: string                  Finding.id

MATCH (i:Influence {id: $influence_id})<-[:ABOUT]-(f:Finding)
WHERE f.id > $after
  AND (f.direction = $direction OR $direction IS NULL)
  AND (f.counted = $counted OR $counted IS NULL)
RETURN f.id AS finding_id
ORDER BY finding_id
LIMIT $limit
