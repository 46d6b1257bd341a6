// review
// Every Review with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  the id in review.toml
// column  title: string  title of the review
// column  question: string  what the review asks
// column  registration: string  registration of the protocol
// column  unit: string  default unit of every count
// column  paper_with_both: string  state of a paper with facilitator and barrier findings
// column  recommendations: string  whether recommendations are counted or only stored
// column  codebook_version: string  SHA-256 of the codebook as built, first 12 hex digits
// column  schema_version: integer  version of this vocabulary
// column  revision: string  SHA-256 over the inputs; set last
// column  building: string  revision being written now, null when none

MATCH (n:Review)
RETURN n.id AS id,
       n.title AS title,
       n.question AS question,
       n.registration AS registration,
       n.unit AS unit,
       n.paper_with_both AS paper_with_both,
       n.recommendations AS recommendations,
       n.codebook_version AS codebook_version,
       n.schema_version AS schema_version,
       n.revision AS revision,
       n.building AS building
