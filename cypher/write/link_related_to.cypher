// link_related_to
// Make or update (:Paper)-[:RELATED_TO]->(:Paper) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Paper {id: r.start_id})
MATCH (b:Paper {id: r.end_id})
MERGE (a)-[x:RELATED_TO]->(b)
SET x.kind = r.kind,
    x.by = r.by,
    x.one_study = toBoolean(r.one_study)
RETURN count(*) AS handled
