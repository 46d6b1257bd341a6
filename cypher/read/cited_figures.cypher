// cited_figures
// Counts published elsewhere, shown beside the review and never counted in it.
//
// Each count stands under its own unit; a figure that is known to exist but not to us has null, never 0.
//
// param   limit: integer 1..10000 = 500          rows at most
// column  cited_figure_id: string     CitedFigure.id
// column  label: string               what is counted
// column  papers: integer             the published count, when it counts papers
// column  of_papers: integer          its denominator
// column  studies: integer            the published count, when it counts studies
// column  of_studies: integer         its denominator
// column  influences: integer         the published count, when it counts influences
// column  percentage: string          the percentage as printed
// column  basis: string               stated or inferred, with the reasoning
// column  citation: string            the publication
// column  url: string                 where it was read
// column  influence_id: string        Influence.id it is about; null when none

MATCH (c:CitedFigure)
OPTIONAL MATCH (c)-[:CITED_ABOUT]->(i:Influence)
RETURN c.id AS cited_figure_id,
       c.label AS label,
       c.papers AS papers,
       c.of_papers AS of_papers,
       c.studies AS studies,
       c.of_studies AS of_studies,
       c.influences AS influences,
       c.percentage AS percentage,
       c.basis AS basis,
       c.citation AS citation,
       c.url AS url,
       i.id AS influence_id
ORDER BY citation, label, cited_figure_id, influence_id
LIMIT $limit
