// findings_without_verified_passage
// Findings that no cell or verbatim text stands behind: paraphrases only, or nothing.
//
// param   limit: integer 1..10000 = 500          rows at most
// column  finding_id: string       Finding.id
// column  paper_id: string         Paper.id
// column  influence_id: string     Influence.id
// column  direction: string        direction as reported
// column  counted: boolean         whether it enters counts
// column  notes: integer           paraphrases that stand behind it
// opens   notes: passages_behind(finding_id=finding_id, uncounted=true)

MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence)
WHERE NOT EXISTS { MATCH (v:Passage)-[:ILLUSTRATES]->(f) WHERE v.kind <> 'note' }
OPTIONAL MATCH (q:Passage)-[:ILLUSTRATES]->(f)
RETURN f.id AS finding_id,
       p.id AS paper_id,
       i.id AS influence_id,
       f.direction AS direction,
       f.counted AS counted,
       count(q) AS notes
ORDER BY paper_id, finding_id
LIMIT $limit
