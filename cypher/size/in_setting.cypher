// in_setting
// How many (:Finding)-[:IN_SETTING]->(:Setting) there are.
// Generated from graph/schema.py by python -m cypher.generate.
// column  size: integer  relationships

MATCH (:Finding)-[x:IN_SETTING]->(:Setting)
RETURN count(*) AS size
