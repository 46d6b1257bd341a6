// mixed_in
// Every (:Influence)-[:MIXED_IN]->(:Setting) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Influence.id
// column  end_id: string  Setting.id
// column  papers: integer  distinct papers
// column  studies: integer  distinct studies
// column  findings: integer  findings

MATCH (a:Influence)-[x:MIXED_IN]->(b:Setting)
RETURN a.id AS start_id,
       b.id AS end_id,
       x.papers AS papers,
       x.studies AS studies,
       x.findings AS findings
