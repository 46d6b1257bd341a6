// instrument
// Every Instrument with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  instrument:name/version/form
// column  name: string  name of the measure
// column  version: string  version, such as planned or 1.0
// column  form: string  who answers this form, such as peer workers; null when there is one for all
// column  languages: list<string>  languages that it is worded in, BCP 47
// column  scale_low: float  lowest answer; null when its items differ
// column  scale_high: float  highest answer; null when its items differ
// column  items_kept: integer  items of this version and form
// column  items_dropped: integer  items that were dropped before it
// column  synthetic: boolean  true when its ratings are made up, to show or test

MATCH (n:Instrument)
RETURN n.id AS id,
       n.name AS name,
       n.version AS version,
       n.form AS form,
       n.languages AS languages,
       n.scale_low AS scale_low,
       n.scale_high AS scale_high,
       n.items_kept AS items_kept,
       n.items_dropped AS items_dropped,
       n.synthetic AS synthetic
