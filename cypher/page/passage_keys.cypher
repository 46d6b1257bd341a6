// passage_keys
// Ids of passages in order, from one id on.
//
// param   kind: string {cell|text|note} = null   only passages of this kind
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  passage_id: string                  Passage.id

MATCH (q:Passage)
WHERE q.id > $after
  AND (q.kind = $kind OR $kind IS NULL)
RETURN q.id AS passage_id
ORDER BY passage_id
LIMIT $limit
