// settings
// The settings of the review with the papers and studies behind them.
//
// A setting counts what names it; what happened in a part of it is counted with the part.
//
// param   kind: string = null                    only settings of this kind
// param   limit: integer 1..10000 = 500          rows at most
// column  setting_id: string        Setting.id
// column  name: string              name
// column  kind: string              service, site, country, income group, ...
// column  country: string           country
// column  income_group: string      income group
// column  studies: integer          studies conducted there
// column  papers: integer           papers with a counted finding there, absent ones left out
// column  findings: integer         counted findings there, absent ones left out
// opens   studies: studies(setting_id=setting_id)
// opens   papers: passages_behind(setting_id=setting_id)
// opens   findings: passages_behind(setting_id=setting_id)

MATCH (g:Setting)
WHERE (g.kind = $kind OR $kind IS NULL)
OPTIONAL MATCH (s:Study)-[:CONDUCTED_IN]->(g)
WITH g, count(s) AS conducted
OPTIONAL MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:IN_SETTING]->(g)
WHERE f.counted = true AND f.direction <> 'absent'
RETURN g.id AS setting_id,
       g.name AS name,
       g.kind AS kind,
       g.country AS country,
       g.income_group AS income_group,
       conducted AS studies,
       count(DISTINCT p.id) AS papers,
       count(f) AS findings
ORDER BY setting_id
LIMIT $limit
