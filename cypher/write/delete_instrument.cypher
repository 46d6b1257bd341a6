// delete_instrument
// Delete the Instrument nodes of the rows with all their relationships.
// Generated from graph/schema.py by python -m cypher.generate.
// param   rows: list<map>  one map for each, all with the same keys

UNWIND $rows AS r
MATCH (n:Instrument {id: r.id})
DETACH DELETE n
