// studies
// The studies of the review with the papers that report on them.
//
// param   after: string = ''                     the last study_id of the page before
// param   limit: integer 1..10000 = 500          rows at most
// column  study_id: string          Study.id
// column  design: string            design as reported
// column  participants: string      participants as reported
// column  quality: string           appraisal as reported
// column  papers: integer           papers that report on it

MATCH (s:Study)
WHERE s.id > $after
OPTIONAL MATCH (p:Paper)-[:REPORTS_ON]->(s)
RETURN s.id AS study_id,
       s.design AS design,
       s.participants AS participants,
       s.quality AS quality,
       count(p) AS papers
ORDER BY study_id
LIMIT $limit
