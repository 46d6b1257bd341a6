// settings_of_influence
// Where one influence helps and where it hinders: its derived relationships to settings.
//
// A paper with findings of two directions in one setting counts under each. Findings that name no setting are not here.
//
// param   influence_id: id<Influence>        the influence
// param   limit: integer 1..10000 = 500      rows at most
// column  setting_id: string       Setting.id
// column  setting: string          name of the setting
// column  direction: string        facilitator, barrier or mixed: the relationship FACILITATOR_IN, BARRIER_IN or MIXED_IN
// column  papers: integer          papers with a finding of this direction there
// column  studies: integer         studies behind them
// column  findings: integer        findings of this direction there
// opens   papers: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction=direction)
// opens   studies: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction=direction)
// opens   findings: passages_behind(influence_id=$influence_id, setting_id=setting_id, direction=direction)

MATCH (i:Influence {id: $influence_id})-[x:FACILITATOR_IN|BARRIER_IN|MIXED_IN]->(g:Setting)
RETURN g.id AS setting_id,
       g.name AS setting,
       CASE WHEN type(x) = 'FACILITATOR_IN' THEN 'facilitator'
            WHEN type(x) = 'BARRIER_IN' THEN 'barrier'
            ELSE 'mixed' END AS direction,
       x.papers AS papers,
       x.studies AS studies,
       x.findings AS findings
ORDER BY setting_id, direction
LIMIT $limit
