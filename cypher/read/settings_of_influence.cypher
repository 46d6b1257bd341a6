// settings_of_influence
// Where one influence helps and where it hinders: its derived relationships to settings.
//
// param   influence_id: id<Influence>        the influence
// param   limit: integer 1..10000 = 500      rows at most
// column  setting_id: string       Setting.id
// column  setting: string          name of the setting
// column  direction: string        FACILITATOR_IN, BARRIER_IN or MIXED_IN
// column  papers: integer          distinct papers
// column  studies: integer         distinct studies
// column  findings: integer        findings
// opens   papers: passages_behind(influence_id=$influence_id, setting_id=setting_id)

MATCH (i:Influence {id: $influence_id})-[x:FACILITATOR_IN|BARRIER_IN|MIXED_IN]->(g:Setting)
RETURN g.id AS setting_id,
       g.name AS setting,
       type(x) AS direction,
       x.papers AS papers,
       x.studies AS studies,
       x.findings AS findings
ORDER BY setting_id, direction
LIMIT $limit
