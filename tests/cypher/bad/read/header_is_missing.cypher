MATCH (p:Paper)
WHERE (p.status = $status OR $status IS NULL)
RETURN p.id AS paper_id,
       count(*) AS papers
ORDER BY paper_id
LIMIT $limit
