// link_claims
// Make or update (:Decision)-[:CLAIMS]->(:Finding) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Decision {id: r.start_id})
MATCH (b:Finding {id: r.end_id})
MERGE (a)-[x:CLAIMS]->(b)
SET x.state = r.state
RETURN count(*) AS handled
