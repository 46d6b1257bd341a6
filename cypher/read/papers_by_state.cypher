// papers_by_state
// The state of every included paper on one influence: reported in one of five ways, absent, silent, or not looked at.
//
// not_reported: extracted for the influence, nothing found and nothing said. not_extracted: nothing is known.
//
// param   influence_id: id<Influence>        the influence
// param   state: string {facilitator|barrier|mixed|neutral|unclear|absent|not_reported|not_extracted} = null   only papers in this state
// param   looked_for: boolean = null         only papers that were, or were not, extracted for the influence
// param   reports: boolean = null            only papers that report it, or do not
// param   after: string = ''                 the last paper_id of the page before
// param   limit: integer 1..10000 = 500      rows at most
// column  paper_id: string         Paper.id
// column  title: string            title
// column  year: integer            year of publication
// column  state: string            facilitator, barrier, mixed, neutral, unclear, absent, not_reported or not_extracted
// column  looked_for: boolean      whether the paper was extracted for the influence
// column  reports: boolean         whether it reports the influence; absent is no report
// column  findings: integer        its counted findings on the influence, absent ones left out
// opens   findings: passages_behind(influence_id=$influence_id, paper_id=paper_id)

MATCH (i:Influence {id: $influence_id})
MATCH (p:Paper)
WHERE p.status = 'included' AND p.id > $after
OPTIONAL MATCH (p)-[:EXTRACTED_IN]->(e:Extraction)-[:LOOKED_FOR]->(i)
WITH i, p, count(e) > 0 AS extracted_for_it
OPTIONAL MATCH (p)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i)
WHERE f.counted = true AND f.direction = 'absent'
WITH i, p, extracted_for_it, count(f) AS absent_findings
OPTIONAL MATCH (p)-[m:MENTIONS]->(i)
WITH p,
     extracted_for_it,
     m IS NOT NULL AS reported,
     coalesce(m.findings, 0) AS reporting_findings,
     CASE WHEN m IS NOT NULL THEN m.direction
          WHEN absent_findings > 0 THEN 'absent'
          WHEN extracted_for_it THEN 'not_reported'
          ELSE 'not_extracted' END AS paper_state
WHERE (paper_state = $state OR $state IS NULL)
  AND (extracted_for_it = $looked_for OR $looked_for IS NULL)
  AND (reported = $reports OR $reports IS NULL)
RETURN p.id AS paper_id,
       p.title AS title,
       p.year AS year,
       paper_state AS state,
       extracted_for_it AS looked_for,
       reported AS reports,
       reporting_findings AS findings
ORDER BY paper_id
LIMIT $limit
