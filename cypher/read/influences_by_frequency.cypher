// influences_by_frequency
// Frequency of report: how many papers report each influence, most often reported first.
//
// Only included papers count, each once per influence. A share needs a denominator: looked_for_papers, the papers
// that were extracted for the influence. Drafts were never looked for, so theirs is null, not 0.
//
// param   status: string {active|draft|retired} = null   codebook status; all when left out
// param   limit: integer 1..10000 = 500                  rows at most
// column  influence_id: string                  Influence.id
// column  name: string                          preferred name
// column  status: string                        active, draft or retired
// column  papers: integer                       included papers that report it
// column  studies: integer                      studies behind those findings
// column  findings: integer                     counted findings, absent ones left out
// column  looked_for_papers: integer            included papers extracted for it; null when nobody looked
// column  reporting_looked_for_papers: integer  papers among those that report it
// column  included_papers: integer              included papers in all
// opens   papers: passages_behind(influence_id=influence_id)
// opens   studies: passages_behind(influence_id=influence_id)
// opens   findings: passages_behind(influence_id=influence_id)
// opens   looked_for_papers: papers_by_state(influence_id=influence_id, looked_for=true)
// opens   reporting_looked_for_papers: papers_by_state(influence_id=influence_id, looked_for=true, reports=true)
// opens   included_papers: papers_by_state(influence_id=influence_id)

MATCH (k:Paper)
WHERE k.status = 'included'
WITH count(k) AS all_included
MATCH (i:Influence)
WHERE (i.status = $status OR $status IS NULL)
OPTIONAL MATCH (e:Extraction)-[:LOOKED_FOR]->(i)
WITH all_included, i, coalesce(sum(e.papers), 0) AS extracted
OPTIONAL MATCH (p:Paper)-[m:MENTIONS]->(i)
WITH all_included, i, extracted,
     count(p) AS reporting,
     count(CASE WHEN m.looked_for = true THEN 1 END) AS reporting_extracted
OPTIONAL MATCH (i)<-[:ABOUT]-(f:Finding)-[:FROM]->(s:Study)
WHERE f.counted = true AND f.direction <> 'absent'
RETURN i.id AS influence_id,
       i.name AS name,
       i.status AS status,
       reporting AS papers,
       count(DISTINCT s) AS studies,
       count(f) AS findings,
       CASE WHEN extracted > 0 THEN toInteger(extracted) END AS looked_for_papers,
       CASE WHEN extracted > 0 THEN reporting_extracted END AS reporting_looked_for_papers,
       all_included AS included_papers
ORDER BY papers DESC, influence_id
LIMIT $limit
