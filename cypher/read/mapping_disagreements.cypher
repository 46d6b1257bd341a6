// mapping_disagreements
// Mappings that not every author of the influence shares: who says what, and why.
//
// Authors of an influence in a framework are those who map it there or say that nothing fits. They agree on a mapping
// when all of them name the same construct with the same kind. Whoever says nothing of an influence disagrees with nobody.
//
// param   framework: string = null               only this framework
// param   limit: integer 1..10000 = 500          rows at most
// column  influence_id: string       Influence.id
// column  influence: string          its preferred name
// column  framework: string          name of the framework
// column  construct_id: string       Construct.id; null where the kind is none
// column  construct: string          its name
// column  kind: string               exact, close, narrower, broader, partial or none
// column  author: string             who says so
// column  reason: string             why
// column  alike_authors: integer     authors who say the same, this one included
// column  authors: integer           authors who say anything of the influence in this framework
// column  mapping_id: string         Mapping.id
// opens   alike_authors: mappings(influence_id=influence_id, construct_id=construct_id, framework=framework, kind=kind)
// opens   authors: mappings(influence_id=influence_id, framework=framework)

MATCH (i:Influence)-[:MAPPED_BY]->(m:Mapping)
WHERE (m.framework = $framework OR $framework IS NULL)
OPTIONAL MATCH (m)-[:MAPS_TO]->(c:Construct)
WITH i, m, c
MATCH (i)-[:MAPPED_BY]->(o:Mapping)
WHERE o.framework = m.framework
OPTIONAL MATCH (o)-[:MAPS_TO]->(d:Construct)
WITH i, m, c,
     count(DISTINCT o.author) AS everybody,
     count(DISTINCT CASE WHEN o.kind = m.kind AND coalesce(d.id, '') = coalesce(c.id, '') THEN o.author END) AS alike
WHERE alike < everybody
RETURN i.id AS influence_id,
       i.name AS influence,
       m.framework AS framework,
       c.id AS construct_id,
       c.name AS construct,
       m.kind AS kind,
       m.author AS author,
       m.reason AS reason,
       alike AS alike_authors,
       everybody AS authors,
       m.id AS mapping_id
ORDER BY framework, influence_id, author, mapping_id
LIMIT $limit
