// findings_of_paper
// Everything one paper reports, counted or only stored.
//
// param   paper_id: id<Paper>                the paper
// param   limit: integer 1..10000 = 1000     rows at most
// column  finding_id: string         Finding.id
// column  influence_id: string       Influence.id
// column  influence: string          name of the influence
// column  direction: string          direction, for the influence as the codebook names it
// column  reported: string           the source's own word in a closed effect column
// column  inverted: boolean          whether source and codebook name opposite poles, so that it was turned round
// column  setting_id: string         Setting.id; null when no setting is named
// column  setting: string            name of the setting
// column  setting_shared: boolean    whether its cell names several settings
// column  study_id: string           Study.id
// column  assertion: string          finding, participant_quote, recommendation, ...
// column  counted: boolean           whether it enters counts
// column  stage: string              stage of the work
// column  viewpoint: string          whose view it is
// column  time_point: string         when it was reported
// column  passages: integer          passages that illustrate it
// opens   passages: passages_behind(finding_id=finding_id, uncounted=true)

MATCH (p:Paper {id: $paper_id})-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence)
MATCH (f)-[:FROM]->(s:Study)
// Each WITH lets the embedded engine look up what belongs to these few findings instead of reading whole tables.
WITH f, i, s
OPTIONAL MATCH (f)-[:IN_SETTING]->(g:Setting)
WITH f, i, s, g
OPTIONAL MATCH (q:Passage)-[:ILLUSTRATES]->(f)
RETURN f.id AS finding_id,
       i.id AS influence_id,
       i.name AS influence,
       f.direction AS direction,
       f.reported AS reported,
       f.inverted AS inverted,
       g.id AS setting_id,
       g.name AS setting,
       f.setting_shared AS setting_shared,
       s.id AS study_id,
       f.assertion AS assertion,
       f.counted AS counted,
       f.stage AS stage,
       f.viewpoint AS viewpoint,
       f.time_point AS time_point,
       count(DISTINCT q.id) AS passages
ORDER BY influence_id, finding_id
LIMIT $limit
