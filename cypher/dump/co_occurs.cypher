// co_occurs
// Every (:Influence)-[:CO_OCCURS]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Influence.id
// column  end_id: string  Influence.id
// column  papers: integer  papers that report both
// column  expected: float  papers expected under the null model
// column  lift: float  papers over those expected of independent influences
// column  p_adj: float  adjusted p for more than chance; null for an influence and a broader one
// column  unit: string  what was counted: paper
// column  filter: string  the filter in words
// column  null_model: string  what chance was, and the correction
// column  seed: integer  start of the random numbers; null where none were drawn
// column  revision: string  revision it was made from; another than the Review's: stale

MATCH (a:Influence)-[x:CO_OCCURS]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id,
       x.papers AS papers,
       x.expected AS expected,
       x.lift AS lift,
       x.p_adj AS p_adj,
       x.unit AS unit,
       x.filter AS filter,
       x.null_model AS null_model,
       x.seed AS seed,
       x.revision AS revision
