// findings
// Findings of the review, counted or only stored, sorted by id.
//
// Every finding has exactly one paper, influence and study. OPTIONAL MATCH, because after UNWIND the embedded engine
// reads whole tables for a MATCH, and looks up the few rows of this one.
//
// param   ids: list<string>          ids of findings
// column  finding_id: string         Finding.id
// column  paper_id: string           Paper.id
// column  study_id: string           Study.id
// column  influence_id: string       Influence.id
// column  influence: string          name of the influence
// column  setting_id: string         Setting.id; null when no setting is named
// column  setting: string            name of the setting
// column  setting_shared: boolean    whether its cell names several settings
// column  direction: string          direction, for the influence as the codebook names it
// column  reported: string           the source's own word in a closed effect column
// column  inverted: boolean          whether source and codebook name opposite poles, so that it was turned round
// column  assertion: string          finding, participant_quote, recommendation, ...
// column  counted: boolean           whether it enters counts
// column  mitigated: boolean         reported as overcome
// column  stage: string              stage of the work
// column  viewpoint: string          whose view it is
// column  time_point: string         when it was reported
// column  origin: string             table or curation
// column  passages: integer          passages that illustrate it
// opens   passages: passages_behind(finding_id=finding_id, uncounted=true)

UNWIND $ids AS wanted
MATCH (f:Finding {id: wanted})
OPTIONAL MATCH (p:Paper)-[:REPORTS]->(f)
OPTIONAL MATCH (f)-[:FROM]->(s:Study)
OPTIONAL MATCH (f)-[:ABOUT]->(i:Influence)
OPTIONAL MATCH (f)-[:IN_SETTING]->(g:Setting)
OPTIONAL MATCH (q:Passage)-[:ILLUSTRATES]->(f)
RETURN f.id AS finding_id,
       p.id AS paper_id,
       s.id AS study_id,
       i.id AS influence_id,
       i.name AS influence,
       g.id AS setting_id,
       g.name AS setting,
       f.setting_shared AS setting_shared,
       f.direction AS direction,
       f.reported AS reported,
       f.inverted AS inverted,
       f.assertion AS assertion,
       f.counted AS counted,
       f.mitigated AS mitigated,
       f.stage AS stage,
       f.viewpoint AS viewpoint,
       f.time_point AS time_point,
       f.origin AS origin,
       count(DISTINCT q.id) AS passages
ORDER BY finding_id
