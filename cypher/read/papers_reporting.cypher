// papers_reporting
// Papers that report all of some influences, and none of some others.
//
// param   influence_ids: list<id<Influence>>            all of these
// param   without_ids: list<id<Influence>> = []         none of these
// param   after: string = ''                            the last paper_id of the page before
// param   limit: integer 1..10000 = 500                 rows at most
// column  paper_id: string      Paper.id
// column  title: string         title
// column  authors: list<string>  authors
// column  year: integer         year of publication

MATCH (p:Paper)-[:MENTIONS]->(i:Influence)
WHERE i.id IN $influence_ids AND p.id > $after
WITH p, count(DISTINCT i.id) AS held
WHERE held = size($influence_ids)
OPTIONAL MATCH (p)-[:MENTIONS]->(o:Influence)
WHERE o.id IN $without_ids
WITH p, count(o) AS unwanted
WHERE unwanted = 0
RETURN p.id AS paper_id,
       p.title AS title,
       p.authors AS authors,
       p.year AS year
ORDER BY paper_id
LIMIT $limit
