// review
// The review, how it counts, and which revision of the folder this graph shows.
//
// column  review_id: string            the id in review.toml
// column  title: string                title
// column  question: string             what the review asks
// column  registration: string         registration of the protocol
// column  unit: string                 default unit of counts
// column  paper_with_both: string      state of a paper with facilitator and barrier findings on one influence
// column  recommendations: string      whether recommendations are counted or only stored
// column  codebook_version: string     first 12 hex digits of the codebook's SHA-256
// column  schema_version: integer      version of the graph's vocabulary
// column  revision: string             SHA-256 over the inputs
// column  building: string             revision being written now; null when none

MATCH (r:Review)
RETURN r.id AS review_id,
       r.title AS title,
       r.question AS question,
       r.registration AS registration,
       r.unit AS unit,
       r.paper_with_both AS paper_with_both,
       r.recommendations AS recommendations,
       r.codebook_version AS codebook_version,
       r.schema_version AS schema_version,
       r.revision AS revision,
       r.building AS building
ORDER BY review_id
LIMIT 1
