// in_setting
// Every (:Finding)-[:IN_SETTING]->(:Setting) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Finding.id
// column  end_id: string  Setting.id

MATCH (a:Finding)-[x:IN_SETTING]->(b:Setting)
RETURN a.id AS start_id,
       b.id AS end_id
