// barrier_in
// Counted barrier findings on each influence in each setting.
//
// A paper or study counts once, however many findings it has there; one with several directions counts under each.
// A row is a finding, which has one paper, one influence, one study and at most one setting.
//
// column  start_id: string     Influence.id
// column  end_id: string       Setting.id
// column  papers: integer      distinct papers
// column  studies: integer     distinct studies
// column  findings: integer    findings

MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence)
MATCH (f)-[:IN_SETTING]->(g:Setting)
MATCH (f)-[:FROM]->(s:Study)
WHERE f.counted = true AND f.direction = 'barrier'
RETURN i.id AS start_id,
       g.id AS end_id,
       count(DISTINCT p) AS papers,
       count(DISTINCT s) AS studies,
       count(*) AS findings
