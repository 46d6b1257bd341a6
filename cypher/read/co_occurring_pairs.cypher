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
  AND (a.status = $status OR $status IS NULL)
  AND (b.status = $status OR $status IS NULL)
WITH a, b, count(*) AS shared
WHERE shared >= $least
RETURN a.id AS a_influence_id,
       a.name AS a_name,
       b.id AS b_influence_id,
       b.name AS b_name,
       shared AS papers
ORDER BY papers DESC, a_influence_id, b_influence_id
LIMIT $limit
