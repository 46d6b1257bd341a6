// cited_about
// Every (:CitedFigure)-[:CITED_ABOUT]->(:Influence) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  CitedFigure.id
// column  end_id: string  Influence.id

MATCH (a:CitedFigure)-[x:CITED_ABOUT]->(b:Influence)
RETURN a.id AS start_id,
       b.id AS end_id
