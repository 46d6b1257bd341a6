// papers_not_reporting
// Included papers without a finding on one influence, and whether anybody looked.
//
// not_reported: extracted for the influence, nothing found and nothing said. not_extracted: nothing is known.
//
// param   influence_id: id<Influence>            the influence
// param   state: string {not_reported|not_extracted} = null   only papers of this state
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string       Paper.id
// column  title: string          title
// column  year: integer          year of publication
// column  state: string          not_reported or not_extracted

MATCH (i:Influence {id: $influence_id})
MATCH (p:Paper)
WHERE p.status = 'included'
  AND NOT EXISTS { MATCH (p)-[:MENTIONS]->(i) }
  AND NOT EXISTS { MATCH (p)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i) WHERE f.counted = true AND f.direction = 'absent' }
OPTIONAL MATCH (p)-[:EXTRACTED_IN]->(e:Extraction)-[:LOOKED_FOR]->(i)
WITH p,
     CASE WHEN count(e) > 0 THEN 'not_reported' ELSE 'not_extracted' END AS paper_state
WHERE (paper_state = $state OR $state IS NULL)
RETURN p.id AS paper_id,
       p.title AS title,
       p.year AS year,
       paper_state AS state
ORDER BY state, paper_id
LIMIT $limit
