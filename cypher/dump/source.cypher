// source
// Every Source with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  source: and the name, with the date of the search
// column  kind: string  database, journal, conference, website, expert or citation_tracking
// column  provider: string  interface that was searched, such as Ovid
// column  name: string  name
// column  searched_on: string  date of the search, ISO 8601
// column  search: string  the query, or what was done
// column  hits: integer  records that the source says it found; null when it does not
// column  language_limit: string  languages that the search was limited to, BCP 47, with blanks between
// column  round: string  round of searching that it belongs to; null for the first

MATCH (n:Source)
RETURN n.id AS id,
       n.kind AS kind,
       n.provider AS provider,
       n.name AS name,
       n.searched_on AS searched_on,
       n.search AS search,
       n.hits AS hits,
       n.language_limit AS language_limit,
       n.round AS round
