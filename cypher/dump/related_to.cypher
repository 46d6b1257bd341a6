// related_to
// Every (:Paper)-[:RELATED_TO]->(:Paper) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Paper.id
// column  kind: string  preprint, notice (correction, retraction, comment, reply), companion or related
// column  by: string  rules, or the person who said it
// column  one_study: boolean  true when a person said that both report on one study

MATCH (a:Paper)-[x:RELATED_TO]->(b:Paper)
RETURN a.id AS start_id,
       b.id AS end_id,
       x.kind AS kind,
       x.by AS by,
       x.one_study AS one_study
