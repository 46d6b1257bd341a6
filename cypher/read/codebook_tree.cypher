// codebook_tree
// The codebook with each influence's own papers and those of its whole branch.
//
// rolled_up_papers counts a paper once, however many influences of the branch it reports.
//
// param   status: string {active|draft|retired} = null   codebook status; all when left out
// param   limit: integer 1..10000 = 1000     rows at most
// column  influence_id: string          Influence.id
// column  name: string                  preferred name
// column  parent_id: string             the influence it is narrower than; null for a root
// column  level: integer                0 for a root
// column  status: string                active, draft or retired
// column  own_papers: integer           papers that report the influence itself
// column  rolled_up_papers: integer     papers that report it or anything narrower
// column  definition: string            definition
// opens   own_papers: passages_behind(influence_id=influence_id)
// opens   rolled_up_papers: passages_behind(branch_id=influence_id)

MATCH (i:Influence)
WHERE (i.status = $status OR $status IS NULL)
OPTIONAL MATCH (p:Paper)-[:MENTIONS]->(i)
WITH i, count(p) AS own
OPTIONAL MATCH (q:Paper)-[:MENTIONS]->(d:Influence)-[:NARROWER_THAN*0..8]->(i)
WITH i, own, count(DISTINCT q.id) AS branch
OPTIONAL MATCH (i)-[:NARROWER_THAN]->(u:Influence)
RETURN i.id AS influence_id,
       i.name AS name,
       u.id AS parent_id,
       i.level AS level,
       i.status AS status,
       own AS own_papers,
       branch AS rolled_up_papers,
       i.definition AS definition
ORDER BY influence_id, parent_id
LIMIT $limit
