// co_occurring_pairs
// Pairs of influences that the same papers report, most shared papers first.
//
// Counts only: in a review of few influences nearly every pair co-occurs, and long papers link everything to
// everything, so a high count is not yet an association.
//
// param   status: string {active|draft|retired} = null   both influences have this codebook status
// param   least: integer 1..1000000 = 1                   shared papers at least
// param   limit: integer 1..10000 = 25                    rows at most
// column  a_influence_id: string     the influence with the smaller id
// column  a_name: string             its name
// column  b_influence_id: string     the other influence
// column  b_name: string             its name
// column  papers: integer            papers that report both
// opens   papers: papers_reporting(influence_ids=[a_influence_id b_influence_id])

MATCH (a:Influence)<-[:MENTIONS]-(p:Paper)-[:MENTIONS]->(b:Influence)
WHERE a.id < b.id
// Words and not nodes: they are told apart faster. The status is asked of the pairs, of which there are fewer.
WITH a.id AS a_id,
     a.name AS a_called,
     a.status AS a_status,
     b.id AS b_id,
     b.name AS b_called,
     b.status AS b_status,
     count(*) AS shared
WHERE shared >= $least
  AND (a_status = $status OR $status IS NULL)
  AND (b_status = $status OR $status IS NULL)
RETURN a_id AS a_influence_id,
       a_called AS a_name,
       b_id AS b_influence_id,
       b_called AS b_name,
       shared AS papers
ORDER BY papers DESC, a_influence_id, b_influence_id
LIMIT $limit
