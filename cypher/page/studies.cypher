// studies
// Studies of the review with the papers that report on them, sorted by id.
//
// param   ids: list<string>         ids of studies
// column  study_id: string          Study.id
// column  design: string            design as reported
// column  participants: string      participants as reported
// column  quality: string           appraisal as reported
// column  appraisals: string        JSON array of {tool, version, paper, overall, reported, items}
// column  papers: integer           papers that report on it, whatever their status
// opens   papers: papers(study_id=study_id)

UNWIND $ids AS wanted
MATCH (s:Study {id: wanted})
OPTIONAL MATCH (p:Paper)-[:REPORTS_ON]->(s)
RETURN s.id AS study_id,
       s.design AS design,
       s.participants AS participants,
       s.quality AS quality,
       s.appraisals AS appraisals,
       count(p) AS papers
ORDER BY study_id
