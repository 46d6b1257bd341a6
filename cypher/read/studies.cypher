// studies
// The studies of the review with the papers that report on them.
//
// param   setting_id: id<Setting> = null         only studies conducted there
// param   after: string = ''                     the last study_id of the page before
// param   limit: integer 1..10000 = 500          rows at most
// column  study_id: string          Study.id
// column  design: string            design as reported
// column  participants: string      participants as reported
// column  quality: string           appraisal as reported
// column  appraisals: string        JSON array of {tool, version, paper, overall, reported, items}
// column  papers: integer           papers that report on it, whatever their status
// opens   papers: papers(study_id=study_id)

MATCH (s:Study)
WHERE s.id > $after
  AND (EXISTS { MATCH (s)-[:CONDUCTED_IN]->(g:Setting) WHERE g.id = $setting_id } OR $setting_id IS NULL)
OPTIONAL MATCH (p:Paper)-[:REPORTS_ON]->(s)
RETURN s.id AS study_id,
       s.design AS design,
       s.participants AS participants,
       s.quality AS quality,
       s.appraisals AS appraisals,
       count(p) AS papers
ORDER BY study_id
LIMIT $limit
