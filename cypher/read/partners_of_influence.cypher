// partners_of_influence
// The influences that share most papers with one influence.
//
// param   influence_id: id<Influence>        the influence
// param   limit: integer 1..10000 = 25       rows at most
// column  partner_id: string          the other influence
// column  partner: string             its name
// column  papers: integer             papers that report both
// column  partner_papers: integer     papers that report the partner
// opens   papers: papers_reporting(influence_ids=[$influence_id partner_id])
// opens   partner_papers: papers_reporting(influence_ids=[partner_id])

MATCH (a:Influence {id: $influence_id})<-[:MENTIONS]-(p:Paper)-[:MENTIONS]->(b:Influence)
WHERE a.id <> b.id
WITH b, count(*) AS shared
MATCH (q:Paper)-[:MENTIONS]->(b)
RETURN b.id AS partner_id,
       b.name AS partner,
       shared AS papers,
       count(q) AS partner_papers
ORDER BY papers DESC, partner_id
LIMIT $limit
