// study
// Every Study with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  study:... from the id columns, or the paper's id when the table has no study column
// column  design: string  design as reported
// column  participants: string  participants as reported
// column  quality: string  overall appraisal, as reported or mapped; null when nobody appraised it
// column  appraisals: string  appraisals as a JSON array of {tool, version, paper, overall, reported, items}, for reading
// column  extra: string  kept columns as a JSON object

MATCH (n:Study)
RETURN n.id AS id,
       n.design AS design,
       n.participants AS participants,
       n.quality AS quality,
       n.appraisals AS appraisals,
       n.extra AS extra
