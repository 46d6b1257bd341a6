// directions_in
// Counted findings on one influence in one setting by direction, as derive has them for all.
//
// A direction without a row has no counted finding there. Other directions than these three make no relationship.
//
// param   influence_id: id<Influence>   Influence.id
// param   setting_id: id<Setting>       Setting.id
// column  direction: string    facilitator, barrier or mixed
// column  papers: integer      distinct papers
// column  studies: integer     distinct studies
// column  findings: integer    findings

MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence {id: $influence_id})
MATCH (f)-[:IN_SETTING]->(g:Setting {id: $setting_id})
MATCH (f)-[:FROM]->(s:Study)
WHERE f.counted = true AND f.direction IN ['facilitator', 'barrier', 'mixed']
RETURN f.direction AS direction,
       count(DISTINCT p) AS papers,
       count(DISTINCT s) AS studies,
       count(*) AS findings
