// link_has_item
// Make or update (:Instrument)-[:HAS_ITEM]->(:Item) for each row.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (a:Instrument {id: r.start_id})
MATCH (b:Item {id: r.end_id})
MERGE (a)-[x:HAS_ITEM]->(b)
RETURN count(*) AS handled
