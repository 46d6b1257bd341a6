// rated_high_seldom_studied
// Influences that the people of a site rate high there and that few papers report.
//
// A frequency of report says how many papers speak of an influence, never how much it matters. Seldom: at most the
// share `seldom` of the papers that were extracted for it report it. High: the mean lies in the highest part of the
// scale, a third unless `part` says otherwise. Only ratings that are shown; forms whose items have several scales are left out.
// `narragraph survey beside` also compares with the other influences of the site.
//
// param   setting_id: id<Setting> = null         only this site
// param   seldom: float = 0.2                    share of looked_for_papers that report it, at most
// param   part: float = 0.3334                   part of the scale, from its high end, that the mean lies in
// param   limit: integer 1..10000 = 500          rows at most
// column  setting_id: string                     Setting.id of the site
// column  site: string                           its name
// column  influence_id: string                   Influence.id
// column  influence: string                      its preferred name
// column  instrument_id: string                  Instrument.id
// column  wave: string                           time point; null when there is one
// column  mean: float                            mean rating at the site
// column  low: float                             lower end of the 95 % t interval of the mean
// column  high: float                            upper end of it
// column  respondents: integer                   people of the site who answered
// column  scale_low: float                       lowest answer
// column  scale_high: float                      highest answer
// column  reporting_looked_for_papers: integer   papers extracted for it that report it
// column  looked_for_papers: integer             included papers extracted for it
// column  synthetic: boolean                     whether the ratings are made up, to show or test
// column  rating_id: string                      Rating.id
// opens   reporting_looked_for_papers: papers_by_state(influence_id=influence_id, looked_for=true, reports=true)
// opens   looked_for_papers: papers_by_state(influence_id=influence_id, looked_for=true)

MATCH (r:Rating)-[:RATED_AT]->(g:Setting)
WHERE r.shown = true AND (g.id = $setting_id OR $setting_id IS NULL)
MATCH (r)-[:RATING_BY]->(n:Instrument)
MATCH (r)-[:RATING_ON]->(i:Influence)
WHERE (n.scale_high - r.mean) / (n.scale_high - n.scale_low) <= $part
WITH r, g, n, i
MATCH (e:Extraction)-[:LOOKED_FOR]->(i)
WITH r, g, n, i, coalesce(sum(e.papers), 0) AS extracted
WHERE extracted > 0
OPTIONAL MATCH (p:Paper)-[m:MENTIONS]->(i)
WHERE m.looked_for = true
WITH r, g, n, i, extracted, count(p) AS reporting
WHERE 1.0 * reporting / extracted <= $seldom
RETURN g.id AS setting_id,
       g.name AS site,
       i.id AS influence_id,
       i.name AS influence,
       n.id AS instrument_id,
       r.wave AS wave,
       r.mean AS mean,
       r.low AS low,
       r.high AS high,
       r.respondents AS respondents,
       n.scale_low AS scale_low,
       n.scale_high AS scale_high,
       reporting AS reporting_looked_for_papers,
       toInteger(extracted) AS looked_for_papers,
       r.synthetic AS synthetic,
       r.id AS rating_id
ORDER BY setting_id, influence_id, instrument_id, rating_id
LIMIT $limit
