// survey_figure
// Every SurveyFigure with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  sf: and 20 hex digits over method, what it is about, wave and group
// column  analysis: string  reliability, validity or sites
// column  method: string  name of the statistic, such as cronbach_alpha
// column  about: string  the measure, an influence, an item or a pair of them, in words
// column  influence_id: string  the influence that it is about; null for the whole measure
// column  with_id: string  the other influence of a pair, or the outside measure
// column  item_id: string  the item that it is about
// column  wave: string  time point; null when there is one
// column  group_kind: string  all, site, role or language
// column  group_name: string  name of the group; null for all
// column  respondents: integer  people it rests on; null when they are too few to be shown
// column  value: float  the statistic; null when it was refused
// column  low: float  lower end of the 95 % interval
// column  high: float  upper end of it
// column  p: float  p value, where there is a test
// column  p_adj: float  p adjusted for the tests beside it; the method is in the assumptions
// column  interval_kind: string  how the interval was made; null without one
// column  assumes: string  what it assumes
// column  sentence: string  what it says, in plain words
// column  refused: string  why it was not computed
// column  seed: integer  start of the random numbers; null where none were drawn
// column  synthetic: boolean  true when the ratings are made up, to show or test

MATCH (n:SurveyFigure)
RETURN n.id AS id,
       n.analysis AS analysis,
       n.method AS method,
       n.about AS about,
       n.influence_id AS influence_id,
       n.with_id AS with_id,
       n.item_id AS item_id,
       n.wave AS wave,
       n.group_kind AS group_kind,
       n.group_name AS group_name,
       n.respondents AS respondents,
       n.value AS value,
       n.low AS low,
       n.high AS high,
       n.p AS p,
       n.p_adj AS p_adj,
       n.interval_kind AS interval_kind,
       n.assumes AS assumes,
       n.sentence AS sentence,
       n.refused AS refused,
       n.seed AS seed,
       n.synthetic AS synthetic
