// mentions
// Every (:Paper)-[:MENTIONS]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Paper.id
// column  end_id: string  Influence.id
// column  findings: integer  counted findings other than absent
// column  direction: string  state of the paper under paper_with_both
// column  looked_for: boolean  whether the paper was extracted for the influence

MATCH (a:Paper)-[x:MENTIONS]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id,
       x.findings AS findings,
       x.direction AS direction,
       x.looked_for AS looked_for
