// passage_keys_of_influence
// Ids of the passages that illustrate findings on one influence in order, from one id on.
//
// param   influence_id: id<Influence>         only passages that illustrate a finding on this influence
// param   kind: string {cell|text|note} = null   only passages of this kind
// param   after: string = ''                  the id before the first one
// param   limit: integer 1..100000            ids at most
// column  passage_id: string                  Passage.id

MATCH (i:Influence {id: $influence_id})<-[:ABOUT]-(f:Finding)<-[:ILLUSTRATES]-(q:Passage)
WHERE q.id > $after
  AND (q.kind = $kind OR $kind IS NULL)
RETURN DISTINCT q.id AS passage_id
ORDER BY passage_id
LIMIT $limit
