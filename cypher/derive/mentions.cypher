// mentions
// The state of every paper on every influence it reports.
//
// Counted findings only, absent left out. A mixed finding makes the paper mixed; facilitator and barrier together
// follow the rule; a stated direction outweighs neutral, and neutral outweighs unclear (docs/model.md).
//
// param   paper_with_both: string {mixed|facilitator|barrier|unclear}  [counting] paper_with_both of review.toml
// param   first: string    the id of the first paper
// param   before: string   what comes after the id of the last one
// column  start_id: string      Paper.id
// column  end_id: string        Influence.id
// column  findings: integer     counted findings
// column  direction: string     facilitator, barrier, mixed, neutral or unclear
// column  looked_for: boolean   whether the paper was extracted for the influence

MATCH (p:Paper)-[:REPORTS]->(f:Finding)-[:ABOUT]->(i:Influence)
WHERE p.id >= $first AND p.id < $before AND f.counted = true AND f.direction <> 'absent'
WITH p,
     i,
     count(*) AS all_findings,
     count(CASE WHEN f.direction = 'mixed' THEN 1 END) AS mixed_findings,
     count(CASE WHEN f.direction = 'facilitator' THEN 1 END) AS facilitator_findings,
     count(CASE WHEN f.direction = 'barrier' THEN 1 END) AS barrier_findings,
     count(CASE WHEN f.direction = 'neutral' THEN 1 END) AS neutral_findings
OPTIONAL MATCH (p)-[:EXTRACTED_IN]->(e:Extraction)-[:LOOKED_FOR]->(i)
RETURN p.id AS start_id,
       i.id AS end_id,
       all_findings AS findings,
       CASE WHEN mixed_findings > 0 THEN 'mixed'
            WHEN facilitator_findings > 0 AND barrier_findings > 0 THEN $paper_with_both
            WHEN facilitator_findings > 0 THEN 'facilitator'
            WHEN barrier_findings > 0 THEN 'barrier'
            WHEN neutral_findings > 0 THEN 'neutral'
            ELSE 'unclear' END AS direction,
       e IS NOT NULL AS looked_for
