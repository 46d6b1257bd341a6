// cited_figure
// Every CitedFigure with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  cited:... over source and label
// column  label: string  what is counted
// column  papers: integer  the published count, in papers
// column  of_papers: integer  its denominator
// column  studies: integer  the published count, in studies
// column  of_studies: integer  its denominator
// column  influences: integer  how many influences a publication names
// column  percentage: string  the percentage as printed
// column  basis: string  stated, or inferred with the reasoning
// column  citation: string  the publication
// column  url: string  where it was read

MATCH (n:CitedFigure)
RETURN n.id AS id,
       n.label AS label,
       n.papers AS papers,
       n.of_papers AS of_papers,
       n.studies AS studies,
       n.of_studies AS of_studies,
       n.influences AS influences,
       n.percentage AS percentage,
       n.basis AS basis,
       n.citation AS citation,
       n.url AS url
