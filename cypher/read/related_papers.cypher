// related_papers
// Papers that belong together without being one: preprint and article, notice, companion.
//
// A row is a pair, the smaller id first. Only what a person called companions was joined to one study.
//
// param   paper_id: id<Paper> = null             only pairs with this paper
// param   kind: string {preprint|notice|companion|related} = null   only pairs of this kind
// param   limit: integer 1..10000 = 500          rows at most
// column  paper_id: string        Paper.id
// column  title: string           its title
// column  status: string          its status
// column  other_id: string        Paper.id of the other
// column  other_title: string     its title
// column  other_status: string    its status
// column  kind: string            preprint, notice, companion or related
// column  by: string              rules, or the person who said it
// column  one_study: boolean      true when a person said that both report on one study

MATCH (p:Paper)-[x:RELATED_TO]->(o:Paper)
WHERE (p.id = $paper_id OR o.id = $paper_id OR $paper_id IS NULL)
  AND (x.kind = $kind OR $kind IS NULL)
RETURN p.id AS paper_id,
       p.title AS title,
       p.status AS status,
       o.id AS other_id,
       o.title AS other_title,
       o.status AS other_status,
       x.kind AS kind,
       x.by AS by,
       x.one_study AS one_study
ORDER BY paper_id, other_id
LIMIT $limit
