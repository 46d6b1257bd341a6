// link_rating_of
// Make or update (:Rating)-[:RATING_OF]->(:Item) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Rating {id: r.start_id})
MATCH (b:Item {id: r.end_id})
MERGE (a)-[x:RATING_OF]->(b)
RETURN count(*) AS handled
