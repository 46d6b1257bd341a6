// link_barrier_in
// Make or update (:Influence)-[:BARRIER_IN]->(:Setting) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Influence {id: r.start_id})
MATCH (b:Setting {id: r.end_id})
MERGE (a)-[x:BARRIER_IN]->(b)
SET x.papers = toInteger(r.papers),
    x.studies = toInteger(r.studies),
    x.findings = toInteger(r.findings)
RETURN count(*) AS handled
