// rating
// Every Rating with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  r: and 20 hex digits over instrument, item or influence, wave and group
// column  rated: string  item, influence or measure: what was rated
// column  wave: string  time point; null when there is one
// column  group_kind: string  all, site, role or language
// column  group_name: string  name of the group; null for all
// column  respondents: integer  people of the group who answered; null when it is not shown
// column  mean: float  mean, reversed items turned; null when it is not shown
// column  sd: float  standard deviation (n - 1)
// column  low: float  lower end of the 95 % t interval of the mean
// column  high: float  upper end of it
// column  median: float  median
// column  missing: integer  people of the group who left it out; null when it is not shown
// column  not_applicable: integer  people who said that it does not apply; null when it is not shown
// column  shown: boolean  false when the group, or what is left beside it, is too small to be shown
// column  why_not: string  why it is not shown
// column  synthetic: boolean  true when the ratings are made up, to show or test

MATCH (n:Rating)
RETURN n.id AS id,
       n.rated AS rated,
       n.wave AS wave,
       n.group_kind AS group_kind,
       n.group_name AS group_name,
       n.respondents AS respondents,
       n.mean AS mean,
       n.sd AS sd,
       n.low AS low,
       n.high AS high,
       n.median AS median,
       n.missing AS missing,
       n.not_applicable AS not_applicable,
       n.shown AS shown,
       n.why_not AS why_not,
       n.synthetic AS synthetic
