// influences_not_mapped
// Influences that no author maps to a construct of a framework, most often reported first.
//
// An author may have said that nothing fits (`none_authors`); 0 means that nobody has looked.
//
// param   framework: string                      name of the framework
// param   limit: integer 1..10000 = 500          rows at most
// column  influence_id: string       Influence.id
// column  name: string               preferred name
// column  status: string             active, draft or retired
// column  papers: integer            papers that report it
// column  none_authors: integer         authors who say that nothing of the framework fits
// opens   papers: passages_behind(influence_id=influence_id)
// opens   none_authors: mappings(influence_id=influence_id, framework=$framework, kind='none')

MATCH (i:Influence)
OPTIONAL MATCH (i)-[:MAPPED_BY]->(m:Mapping)
WHERE m.framework = $framework
WITH i,
     count(DISTINCT CASE WHEN m.kind = 'none' THEN m.author END) AS nothing,
     count(CASE WHEN m.kind <> 'none' THEN m.id END) AS mapped
WHERE mapped = 0
OPTIONAL MATCH (p:Paper)-[:MENTIONS]->(i)
RETURN i.id AS influence_id,
       i.name AS name,
       i.status AS status,
       count(p) AS papers,
       nothing AS none_authors
ORDER BY papers DESC, influence_id
LIMIT $limit
