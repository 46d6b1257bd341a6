// written_pairs
// The pairs that `numbers pairs --write` wrote into the graph, the least likely first.
//
// They are as old as the revision that they were made from: a stale one was made before the last build, so write the
// pairs again before you rely on it. Not part of a build; a build carries them over.
//
// param   influence_id: id<Influence> = null     only pairs of this influence
// param   limit: integer 1..10000 = 500          rows at most
// column  a_influence_id: string     the influence with the smaller id
// column  a_name: string             its name
// column  b_influence_id: string     the other influence
// column  b_name: string             its name
// column  papers: integer            papers that report both
// column  expected: float            papers expected under the null model
// column  lift: float                papers over those expected of independent influences
// column  p_adj: float               adjusted p for more than chance; null for an influence and a broader one
// column  unit: string               what was counted
// column  filter: string             the filter in words
// column  null_model: string         what chance was, and the correction
// column  seed: integer              start of the random numbers; null where none were drawn
// column  revision: string           revision that they were made from
// column  stale: boolean             whether the graph shows another revision now
// opens   papers: papers_reporting(influence_ids=[a_influence_id b_influence_id])

MATCH (r:Review)
MATCH (a:Influence)-[x:CO_OCCURS]->(b:Influence)
WHERE (a.id = $influence_id OR b.id = $influence_id OR $influence_id IS NULL)
RETURN a.id AS a_influence_id,
       a.name AS a_name,
       b.id AS b_influence_id,
       b.name AS b_name,
       x.papers AS papers,
       x.expected AS expected,
       x.lift AS lift,
       x.p_adj AS p_adj,
       x.unit AS unit,
       x.filter AS filter,
       x.null_model AS null_model,
       x.seed AS seed,
       x.revision AS revision,
       x.revision <> r.revision AS stale
ORDER BY p_adj, a_influence_id, b_influence_id
LIMIT $limit
