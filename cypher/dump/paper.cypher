// paper
// Every Paper with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  doi:..., or paper:... from the id columns
// column  title: string  title
// column  authors: list<string>  authors as the table spells them
// column  year: integer  year of publication
// column  doi: string  DOI in lower case, without resolver
// column  language: string  BCP 47 tag of the paper
// column  status: string  included, excluded, candidate or eligible_not_reported
// column  extracted: boolean  true when data were extracted for at least one influence
// column  screening_stage: string  title_abstract or full_text: the stage that decided; null before
// column  screened: boolean  true when somebody decided on it at any stage, or a table gives its status
// column  screening_reason: string  why it was excluded, as the tool or file says
// column  extra: string  kept columns of the table as a JSON object, for reading, never for counting

MATCH (n:Paper)
RETURN n.id AS id,
       n.title AS title,
       n.authors AS authors,
       n.year AS year,
       n.doi AS doi,
       n.language AS language,
       n.status AS status,
       n.extracted AS extracted,
       n.screening_stage AS screening_stage,
       n.screened AS screened,
       n.screening_reason AS screening_reason,
       n.extra AS extra
