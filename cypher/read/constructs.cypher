// constructs
// Every construct of the frameworks in use, with the influences mapped to it and the papers that report any of them.
//
// By any author, with the kinds that `numbers --framework` counts: exact, close and narrower; broader, partial and none
// are mappings that do not put an influence into a construct. A construct without influences is one that nobody mapped
// to: nothing is known of it, which is not 0 papers. `numbers --framework` gives shares, directions and what is not mapped.
//
// param   framework: string = null               only this framework
// param   limit: integer 1..10000 = 500          rows at most
// column  construct_id: string       Construct.id
// column  construct: string          its name
// column  framework: string          name of the framework
// column  belongs_to: string         name of the construct that it belongs to; null for the broadest
// column  influences: integer        influences mapped to it
// column  papers: integer            papers that report any of them, each once; null without influences
// column  source: string             where the framework is published
// opens   influences: mappings(construct_id=construct_id, counted=true)
// opens   papers: papers_of_construct(construct_id=construct_id)

MATCH (c:Construct)
WHERE (c.framework = $framework OR $framework IS NULL)
OPTIONAL MATCH (c)-[:BELONGS_TO]->(b:Construct)
WITH c, b
OPTIONAL MATCH (m:Mapping)-[:MAPS_TO]->(c)
WHERE m.kind IN ['exact', 'close', 'narrower']
OPTIONAL MATCH (i:Influence)-[:MAPPED_BY]->(m)
OPTIONAL MATCH (p:Paper)-[:MENTIONS]->(i)
WITH c, b, count(DISTINCT i.id) AS mapped, count(DISTINCT p.id) AS reporting
RETURN c.id AS construct_id,
       c.name AS construct,
       c.framework AS framework,
       b.name AS belongs_to,
       mapped AS influences,
       CASE WHEN mapped > 0 THEN reporting END AS papers,
       c.source AS source
ORDER BY framework, construct_id
LIMIT $limit
