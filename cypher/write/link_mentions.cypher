// link_mentions
// Make or update (:Paper)-[:MENTIONS]->(:Influence) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Paper {id: r.start_id})
MATCH (b:Influence {id: r.end_id})
MERGE (a)-[x:MENTIONS]->(b)
SET x.findings = toInteger(r.findings),
    x.direction = r.direction,
    x.looked_for = toBoolean(r.looked_for)
RETURN count(*) AS handled
