// study_keys_of_setting
// Ids of the studies that were conducted in one setting in order, from one id on.
//
// param   setting_id: id<Setting>             only studies conducted there
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  study_id: string                    Study.id

MATCH (g:Setting {id: $setting_id})<-[:CONDUCTED_IN]-(s:Study)
WHERE s.id > $after
RETURN s.id AS study_id
ORDER BY study_id
LIMIT $limit
