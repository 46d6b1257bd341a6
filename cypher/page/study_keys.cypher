// study_keys
// Ids of studies in order, from one id on.
//
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  study_id: string                    Study.id

MATCH (s:Study)
WHERE s.id > $after
RETURN s.id AS study_id
ORDER BY study_id
LIMIT $limit
