// link_at
// Make or update (:Suggestion)-[:AT]->(:Passage) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Suggestion {id: r.start_id})
MATCH (b:Passage {id: r.end_id})
MERGE (a)-[x:AT]->(b)
RETURN count(*) AS handled
