// link_illustrates
// Make or update (:Passage)-[:ILLUSTRATES]->(:Finding) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Passage {id: r.start_id})
MATCH (b:Finding {id: r.end_id})
MERGE (a)-[x:ILLUSTRATES]->(b)
SET x.coded_cell = r.coded_cell
RETURN count(*) AS handled
