// papers
// Papers of the review, sorted by id.
//
// param   ids: list<string>         ids of papers
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

UNWIND $ids AS wanted
MATCH (p:Paper {id: wanted})
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
