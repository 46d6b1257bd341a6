// paper_keys_of_influence
// Ids of the included papers that report one influence in order, from one id on.
//
// param   influence_id: id<Influence>         only papers that report this influence
// param   status: string {included|excluded|candidate|eligible_not_reported} = null   only papers of this status
// param   year_from: integer 0..9999 = null   only papers of this year or later
// param   year_to: integer 0..9999 = null     only papers of this year or earlier
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  paper_id: string                    Paper.id

MATCH (i:Influence {id: $influence_id})<-[:MENTIONS]-(p:Paper)
WHERE p.id > $after
  AND (p.status = $status OR $status IS NULL)
  AND (p.year >= $year_from OR $year_from IS NULL)
  AND (p.year <= $year_to OR $year_to IS NULL)
RETURN p.id AS paper_id
ORDER BY paper_id
LIMIT $limit
