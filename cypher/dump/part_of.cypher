// part_of
// Every (:Setting)-[:PART_OF]->(:Setting) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Setting.id
// column  end_id: string  Setting.id

MATCH (a:Setting)-[x:PART_OF]->(b:Setting)
RETURN a.id AS start_id,
       b.id AS end_id
