// instruments
// The versions and forms of the measure, with their languages, scales and items.
//
// A scale is null where the items of a form have several.
//
// param   limit: integer 1..10000 = 500          rows at most
// column  instrument_id: string      Instrument.id
// column  name: string               name of the measure
// column  version: string            version, such as planned or 1.0
// column  form: string               who answers this form; null when there is one for all
// column  languages: list<string>    languages that it is worded in, BCP 47
// column  scale_low: float           lowest answer
// column  scale_high: float          highest answer
// column  kept_items: integer        items that people answer
// column  dropped_items: integer     items that were dropped
// column  synthetic: boolean         whether its ratings are made up, to show or test
// opens   kept_items: items(instrument_id=instrument_id, status='kept')
// opens   dropped_items: items(instrument_id=instrument_id, status='dropped')

MATCH (n:Instrument)
RETURN n.id AS instrument_id,
       n.name AS name,
       n.version AS version,
       n.form AS form,
       n.languages AS languages,
       n.scale_low AS scale_low,
       n.scale_high AS scale_high,
       n.items_kept AS kept_items,
       n.items_dropped AS dropped_items,
       n.synthetic AS synthetic
ORDER BY instrument_id
LIMIT $limit
