// link_part_of
// Make or update (:Setting)-[:PART_OF]->(:Setting) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Setting {id: r.start_id})
MATCH (b:Setting {id: r.end_id})
MERGE (a)-[x:PART_OF]->(b)
RETURN count(*) AS handled
