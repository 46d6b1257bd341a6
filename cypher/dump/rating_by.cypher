// rating_by
// Every (:Rating)-[:RATING_BY]->(:Instrument) with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  start_id: string  Rating.id
// column  end_id: string  Instrument.id

MATCH (a:Rating)-[x:RATING_BY]->(b:Instrument)
RETURN a.id AS start_id,
       b.id AS end_id
