// loads
// Papers with a title.
//
// param   status: string = null          only papers of this status
// param   limit: integer 1..100 = 10     rows at most
// column  paper_id: string    Paper.id
// column  papers: integer     how many of them there are
// opens   papers: papers(status=$status)

MATCH (p:Paper)
WHERE (p.status = $status OR $status IS NULL)
LOAD CSV FROM 'x' AS row
RETURN p.id AS paper_id,
       count(*) AS papers
ORDER BY paper_id
LIMIT $limit
