// link_in_setting
// Make or update (:Finding)-[:IN_SETTING]->(:Setting) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Finding {id: r.start_id})
MATCH (b:Setting {id: r.end_id})
MERGE (a)-[x:IN_SETTING]->(b)
RETURN count(*) AS handled
