// ratings
// What groups answered to an item, to the items of an influence, or to the whole measure; never one person.
//
// Groups are everybody, a site, a role or a language, and never crossed. Where a group is too small, or a smaller one could
// be worked out from what is shown beside it, the row has no numbers and says why. Reversed items are turned.
//
// param   setting_id: id<Setting> = null         only the people of this site
// param   influence_id: id<Influence> = null     only this influence, and the items of it
// param   instrument_id: id<Instrument> = null   only this version and form
// param   item_id: id<Item> = null               only this item
// param   rated: string {item|influence|measure} = null        only what was rated
// param   group_kind: string {all|site|role|language} = null   only groups of this kind
// param   wave: string = null                    only this time point
// param   limit: integer 1..10000 = 500          rows at most
// column  rating_id: string          Rating.id
// column  instrument_id: string      Instrument.id
// column  version: string            version of the measure
// column  form: string               who answers the form; null when there is one for all
// column  rated: string              item, influence or measure
// column  influence_id: string       Influence.id that was rated, or that the item measures; null for the measure
// column  influence: string          its preferred name
// column  item_id: string            Item.id; null for a score
// column  item: string               its name in the instrument
// column  wave: string               time point; null when there is one
// column  group_kind: string         all, site, role or language
// column  group_name: string         name of the group; null for all
// column  setting_id: string         Setting.id of a site
// column  respondents: integer       people who answered; null when it is not shown
// column  mean: float                mean; null when it is not shown
// column  sd: float                  standard deviation (n - 1)
// column  low: float                 lower end of the 95 % t interval of the mean
// column  high: float                upper end of it
// column  median: float              median
// column  missing_respondents: integer          people who left it out; null when it is not shown
// column  not_applicable_respondents: integer   people who said that it does not apply; null when it is not shown
// column  shown: boolean             whether the numbers are shown
// column  why_not: string            why they are not
// column  synthetic: boolean         whether the ratings are made up, to show or test

MATCH (r:Rating)-[:RATING_BY]->(n:Instrument)
WHERE (n.id = $instrument_id OR $instrument_id IS NULL)
  AND (r.rated = $rated OR $rated IS NULL)
  AND (r.group_kind = $group_kind OR $group_kind IS NULL)
  AND (r.wave = $wave OR $wave IS NULL)
OPTIONAL MATCH (r)-[:RATING_OF]->(t:Item)
OPTIONAL MATCH (t)-[:MEASURES]->(m:Influence)
OPTIONAL MATCH (r)-[:RATING_ON]->(i:Influence)
OPTIONAL MATCH (r)-[:RATED_AT]->(g:Setting)
WITH r, n, t, g, coalesce(i.id, m.id) AS about, coalesce(i.name, m.name) AS called
WHERE (g.id = $setting_id OR $setting_id IS NULL)
  AND (t.id = $item_id OR $item_id IS NULL)
  AND (about = $influence_id OR $influence_id IS NULL)
RETURN r.id AS rating_id,
       n.id AS instrument_id,
       n.version AS version,
       n.form AS form,
       r.rated AS rated,
       about AS influence_id,
       called AS influence,
       t.id AS item_id,
       t.item_id AS item,
       r.wave AS wave,
       r.group_kind AS group_kind,
       r.group_name AS group_name,
       g.id AS setting_id,
       r.respondents AS respondents,
       r.mean AS mean,
       r.sd AS sd,
       r.low AS low,
       r.high AS high,
       r.median AS median,
       r.missing AS missing_respondents,
       r.not_applicable AS not_applicable_respondents,
       r.shown AS shown,
       r.why_not AS why_not,
       r.synthetic AS synthetic
ORDER BY rating_id
LIMIT $limit
