// papers_of_construct
// Papers that report an influence mapped to a construct, with each such influence.
//
// By any author, mapped as exact, close or narrower, as in `constructs`. One row per paper and influence: count papers by
// their ids. A broader construct has the papers of its own mappings only.
//
// param   construct_id: id<Construct>            the construct
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string          Paper.id
// column  title: string             title
// column  year: integer             year of publication
// column  influence_id: string      Influence.id
// column  influence: string         its preferred name
// column  direction: string         state of the paper on this influence
// column  findings: integer         counted findings on it, absent ones left out
// opens   findings: passages_behind(paper_id=paper_id, influence_id=influence_id)

MATCH (m:Mapping)-[:MAPS_TO]->(:Construct {id: $construct_id})
WHERE m.kind IN ['exact', 'close', 'narrower']
MATCH (i:Influence)-[:MAPPED_BY]->(m)
WITH DISTINCT i
MATCH (p:Paper)-[x:MENTIONS]->(i)
RETURN p.id AS paper_id,
       p.title AS title,
       p.year AS year,
       i.id AS influence_id,
       i.name AS influence,
       x.direction AS direction,
       x.findings AS findings
ORDER BY paper_id, influence_id
LIMIT $limit
