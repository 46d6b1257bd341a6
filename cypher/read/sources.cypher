// sources
// Where papers came from: one row for each search of a source, with the papers that it gave.
//
// A paper of several sources counts once for each of them. What is not known is null, never 0.
//
// param   limit: integer 1..10000 = 500          rows at most
// column  source_id: string            Source.id
// column  kind: string                 database, journal, conference, website, expert or citation_tracking
// column  provider: string             interface that was searched
// column  name: string                 name
// column  searched_on: string          date of the search
// column  round: string                round of searching; null for the first
// column  hits: integer                records that the source says it found
// column  found_papers: integer        papers it gave, whatever their status
// column  included_papers: integer     included papers among them
// opens   found_papers: papers(source_id=source_id)
// opens   included_papers: papers(source_id=source_id, status='included')

MATCH (o:Source)
OPTIONAL MATCH (o)-[:FOUND]->(p:Paper)
RETURN o.id AS source_id,
       o.kind AS kind,
       o.provider AS provider,
       o.name AS name,
       o.searched_on AS searched_on,
       o.round AS round,
       o.hits AS hits,
       count(p) AS found_papers,
       count(CASE WHEN p.status = 'included' THEN p.id END) AS included_papers
ORDER BY kind, name, source_id
LIMIT $limit
