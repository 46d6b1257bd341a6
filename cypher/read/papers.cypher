// papers
// The papers of the review, page by page.
//
// param   status: string {included|excluded|candidate|eligible_not_reported} = null   only papers of this status
// param   study_id: id<Study> = null             only papers that report on this study
// param   source_id: id<Source> = null           only papers that this source gave
// param   cites_id: id<Paper> = null             only papers that cite this paper
// param   after: string = ''                     the last paper_id of the page before
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string          Paper.id
// column  title: string             title
// column  authors: list<string>     authors
// column  year: integer             year of publication
// column  doi: string               DOI
// column  language: string          language
// column  status: string            included, excluded, candidate or eligible_not_reported
// column  extracted: boolean        whether data were extracted
// column  influences: integer       influences it reports
// column  findings: integer         its counted findings, absent ones left out
// opens   influences: passages_behind(paper_id=paper_id)
// opens   findings: passages_behind(paper_id=paper_id)

MATCH (p:Paper)
WHERE p.id > $after
  AND (p.status = $status OR $status IS NULL)
  AND (EXISTS { MATCH (p)-[:REPORTS_ON]->(s:Study) WHERE s.id = $study_id } OR $study_id IS NULL)
  AND (EXISTS { MATCH (o:Source)-[:FOUND]->(p) WHERE o.id = $source_id } OR $source_id IS NULL)
  AND (EXISTS { MATCH (p)-[:CITES]->(c:Paper) WHERE c.id = $cites_id } OR $cites_id IS NULL)
OPTIONAL MATCH (p)-[m:MENTIONS]->(i:Influence)
RETURN p.id AS paper_id,
       p.title AS title,
       p.authors AS authors,
       p.year AS year,
       p.doi AS doi,
       p.language AS language,
       p.status AS status,
       p.extracted AS extracted,
       count(i) AS influences,
       toInteger(coalesce(sum(m.findings), 0)) AS findings
ORDER BY paper_id
LIMIT $limit
