// finding_keys
// Ids of findings in order, from one id on.
//
// param   direction: string {facilitator|barrier|mixed|neutral|unclear|absent} = null   only findings of this direction
// param   counted: boolean = null             only findings that enter counts, or only those that do not
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  finding_id: string                  Finding.id

MATCH (f:Finding)
WHERE f.id > $after
  AND (f.direction = $direction OR $direction IS NULL)
  AND (f.counted = $counted OR $counted IS NULL)
RETURN f.id AS finding_id
ORDER BY finding_id
LIMIT $limit
