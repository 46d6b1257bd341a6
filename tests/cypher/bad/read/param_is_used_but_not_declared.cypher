// param_is_used_but_not_declared
// Papers with a title.
//
// param   limit: integer 1..100 = 10     rows at most
// column  paper_id: string    Paper.id
// column  papers: integer     how many of them there are
// opens   papers: papers(status=$status)

MATCH (p:Paper)
WHERE (p.status = $status OR $status IS NULL)
RETURN p.id AS paper_id,
       count(*) AS papers
ORDER BY paper_id
LIMIT $limit
