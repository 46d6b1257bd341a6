// mappings
// What each author says of influences and the constructs of frameworks, with kind and reason.
//
// Authors stand apart, also where they disagree. The kind is read from the influence: narrower = it is a part of the
// construct. none = the author looked, and nothing of the framework fits.
//
// param   framework: string = null                only mappings to this framework
// param   influence_id: id<Influence> = null      only those of this influence
// param   construct_id: id<Construct> = null      only those to this construct
// param   kind: string {exact|close|narrower|broader|partial|none} = null   only those of this kind
// param   counted: boolean = false                only the kinds that count: exact, close and narrower
// param   after: string = ''                      the last mapping_id of the page before
// param   limit: integer 1..10000 = 500           rows at most
// column  mapping_id: string         Mapping.id
// column  influence_id: string       Influence.id
// column  influence: string          its preferred name
// column  framework: string          name of the framework
// column  construct_id: string       Construct.id; null where the kind is none
// column  construct: string          its name
// column  kind: string               exact, close, narrower, broader, partial or none
// column  author: string             who says so
// column  reason: string             why
// column  date: string               when, ISO 8601

MATCH (i:Influence)-[:MAPPED_BY]->(m:Mapping)
WHERE (m.framework = $framework OR $framework IS NULL)
  AND (i.id = $influence_id OR $influence_id IS NULL)
  AND (m.kind = $kind OR $kind IS NULL)
  AND (m.kind IN ['exact', 'close', 'narrower'] OR $counted = false)
  AND m.id > $after
OPTIONAL MATCH (m)-[:MAPS_TO]->(c:Construct)
WITH i, m, c
WHERE (c.id = $construct_id OR $construct_id IS NULL)
RETURN m.id AS mapping_id,
       i.id AS influence_id,
       i.name AS influence,
       m.framework AS framework,
       c.id AS construct_id,
       c.name AS construct,
       m.kind AS kind,
       m.author AS author,
       m.reason AS reason,
       m.date AS date
ORDER BY mapping_id
LIMIT $limit
