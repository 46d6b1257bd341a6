// study_keys_of_paper
// Ids of the studies that one paper reports on in order, from one id on.
//
// param   paper_id: id<Paper>                 only studies that this paper reports on
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  study_id: string                    Study.id

MATCH (p:Paper {id: $paper_id})-[:REPORTS_ON]->(s:Study)
WHERE s.id > $after
RETURN s.id AS study_id
ORDER BY study_id
LIMIT $limit
