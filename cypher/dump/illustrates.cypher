// illustrates
// Every (:Passage)-[:ILLUSTRATES]->(:Finding) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Passage.id
// column  end_id: string  Finding.id
// column  coded_cell: string  the cell that states the claim, when it is not the passage's own

MATCH (a:Passage)-[x:ILLUSTRATES]->(b:Finding)
RETURN a.id AS start_id,
       b.id AS end_id,
       x.coded_cell AS coded_cell
