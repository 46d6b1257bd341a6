// survey_figures
// Statistics of the survey: reliability, validity and differences of sites, each with what it assumes, or why it was refused.
//
// A figure that was refused has no value: the number that would be needed stands in the reason. Nothing rests on a group
// that is too small to be shown.
//
// param   analysis: string {reliability|validity|sites} = null   only figures of this analysis
// param   method: string = null                  only this statistic, such as cronbach_alpha
// param   influence_id: id<Influence> = null     only figures about this influence, alone or in a pair
// param   instrument_id: id<Instrument> = null   only this version and form
// param   limit: integer 1..10000 = 500          rows at most
// column  figure_id: string          SurveyFigure.id
// column  instrument_id: string      Instrument.id
// column  version: string            version of the measure
// column  form: string               who answers the form; null when there is one for all
// column  analysis: string           reliability, validity or sites
// column  method: string             name of the statistic
// column  about: string              what it is about, in words
// column  influence_id: string       Influence.id; null for the whole measure
// column  with_id: string            the other influence of a pair, or the outside measure
// column  item: string               the item that it is about, as the instrument names it
// column  wave: string               time point; null when there is one
// column  group_kind: string         all, site, role or language
// column  group_name: string         name of the group; null for all
// column  respondents: integer       people it rests on; null when they are too few to be shown
// column  value: float               the statistic; null when it was refused
// column  low: float                 lower end of the 95 % interval
// column  high: float                upper end of it
// column  p: float                   p value, where there is a test
// column  p_adj: float               p adjusted for the tests beside it
// column  interval_kind: string      how the interval was made
// column  assumes: string            what it assumes
// column  sentence: string           what it says, in plain words
// column  refused: string            why it was not computed
// column  seed: integer              start of the random numbers; null where none were drawn
// column  synthetic: boolean         whether the ratings are made up, to show or test

MATCH (y:SurveyFigure)-[:FIGURE_OF]->(n:Instrument)
WHERE (n.id = $instrument_id OR $instrument_id IS NULL)
  AND (y.analysis = $analysis OR $analysis IS NULL)
  AND (y.method = $method OR $method IS NULL)
  AND (y.influence_id = $influence_id OR y.with_id = $influence_id OR $influence_id IS NULL)
RETURN y.id AS figure_id,
       n.id AS instrument_id,
       n.version AS version,
       n.form AS form,
       y.analysis AS analysis,
       y.method AS method,
       y.about AS about,
       y.influence_id AS influence_id,
       y.with_id AS with_id,
       y.item_id AS item,
       y.wave AS wave,
       y.group_kind AS group_kind,
       y.group_name AS group_name,
       y.respondents AS respondents,
       y.value AS value,
       y.low AS low,
       y.high AS high,
       y.p AS p,
       y.p_adj AS p_adj,
       y.interval_kind AS interval_kind,
       y.assumes AS assumes,
       y.sentence AS sentence,
       y.refused AS refused,
       y.seed AS seed,
       y.synthetic AS synthetic
ORDER BY analysis, method, figure_id
LIMIT $limit
