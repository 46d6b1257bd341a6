// influence_directions
// The state of every included paper on every influence: six directions, not reported and not extracted apart.
//
// A paper has one state per influence; paper_with_both of review.toml decides facilitator and barrier together.
// The states and the two kinds of emptiness add up to included_papers; not_reported_papers is null where nobody looked.
//
// param   status: string {active|draft|retired} = null   codebook status; all when left out
// param   limit: integer 1..10000 = 500                  rows at most
// column  influence_id: string            Influence.id
// column  name: string                    preferred name
// column  facilitator_papers: integer     papers in which it helps
// column  barrier_papers: integer         papers in which it hinders
// column  mixed_papers: integer           papers in which it does both
// column  neutral_papers: integer         papers in which it does neither
// column  unclear_papers: integer         papers that report it without a direction
// column  absent_papers: integer          papers that looked for it and did not find it
// column  not_reported_papers: integer    papers extracted for it that say nothing of it; null when nobody looked
// column  not_extracted_papers: integer   included papers of which nothing is known about it
// column  included_papers: integer        included papers in all
// opens   facilitator_papers: passages_behind(influence_id=influence_id, state='facilitator')
// opens   barrier_papers: passages_behind(influence_id=influence_id, state='barrier')
// opens   mixed_papers: passages_behind(influence_id=influence_id, state='mixed')
// opens   neutral_papers: passages_behind(influence_id=influence_id, state='neutral')
// opens   unclear_papers: passages_behind(influence_id=influence_id, state='unclear')
// opens   absent_papers: passages_behind(influence_id=influence_id, state='absent')
// opens   not_reported_papers: papers_not_reporting(influence_id=influence_id, state='not_reported')
// opens   not_extracted_papers: papers_not_reporting(influence_id=influence_id, state='not_extracted')
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
     count(CASE WHEN m.direction = 'facilitator' THEN 1 END) AS helps,
     count(CASE WHEN m.direction = 'barrier' THEN 1 END) AS hinders,
     count(CASE WHEN m.direction = 'mixed' THEN 1 END) AS both,
     count(CASE WHEN m.direction = 'neutral' THEN 1 END) AS neither,
     count(CASE WHEN m.direction = 'unclear' THEN 1 END) AS unsaid,
     count(CASE WHEN m.looked_for = true THEN 1 END) AS reporting_extracted,
     count(p) AS reporting
OPTIONAL MATCH (o:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i)
WHERE f.counted = true AND f.direction = 'absent'
  AND NOT EXISTS { MATCH (o)-[:MENTIONS]->(i) }
// Not EXISTS: the embedded engine would list every pair of a paper and an influence, and run out of memory.
OPTIONAL MATCH (o)-[:EXTRACTED_IN]->(x:Extraction)-[:LOOKED_FOR]->(i)
WITH all_included, i, extracted, helps, hinders, both, neither, unsaid, reporting_extracted, reporting,
     count(DISTINCT o) AS not_there,
     count(DISTINCT CASE WHEN x.id IS NOT NULL THEN o.id END) AS not_there_extracted
RETURN i.id AS influence_id,
       i.name AS name,
       helps AS facilitator_papers,
       hinders AS barrier_papers,
       both AS mixed_papers,
       neither AS neutral_papers,
       unsaid AS unclear_papers,
       not_there AS absent_papers,
       CASE WHEN extracted > 0
            THEN toInteger(extracted - reporting_extracted - not_there_extracted) END AS not_reported_papers,
       toInteger(all_included - extracted - reporting + reporting_extracted - not_there + not_there_extracted)
         AS not_extracted_papers,
       all_included AS included_papers
ORDER BY influence_id
LIMIT $limit
