// cited_not_screened
// Papers that several included papers cite and that nobody has screened: what citation tracking should look at next.
//
// Candidates only: what was included or excluded, and what a reviewer has decided on at any stage, is left out. A work that
// no search found is in the graph when at least two included papers cite it.
//
// param   least: integer 1..1000 = 2             included papers that cite it, at least
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string          Paper.id of the cited paper
// column  title: string             its title
// column  year: integer             its year
// column  doi: string               its DOI
// column  citing_papers: integer    included papers that cite it
// column  found: boolean            whether a source gave a record of it
// opens   citing_papers: papers(cites_id=paper_id, status='included')

MATCH (p:Paper)-[:CITES]->(c:Paper)
WHERE p.status = 'included'
  AND c.status = 'candidate'
  AND (c.screened = false OR c.screened IS NULL)
WITH c, count(p) AS times
WHERE times >= $least
OPTIONAL MATCH (o:Source)-[:FOUND]->(c)
RETURN c.id AS paper_id,
       c.title AS title,
       c.year AS year,
       c.doi AS doi,
       times AS citing_papers,
       count(o) > 0 AS found
ORDER BY citing_papers DESC, paper_id
LIMIT $limit
