// items
// The items of the measure in every version and form, kept or dropped, with the influence that each measures.
//
// An item without an influence is described, and enters no score.
//
// param   instrument_id: id<Instrument> = null   only items of this version and form
// param   influence_id: id<Influence> = null     only items of this influence
// param   status: string {kept|dropped} = null   only items that stand so
// param   limit: integer 1..10000 = 500          rows at most
// column  item_id: string           Item.id
// column  item: string              its name in the instrument, the same in every version
// column  instrument_id: string     Instrument.id
// column  version: string           version
// column  form: string              who answers the form; null when there is one for all
// column  position: integer         its place in the form, from 1
// column  influence_id: string      Influence.id that it measures; null when none is known
// column  influence: string         its preferred name
// column  text: string              the sentence in the first language of the file
// column  wording: string           the sentence in each language, as a JSON object of BCP 47 tag to words
// column  scale_low: float          lowest answer
// column  scale_high: float         highest answer
// column  anchors: string           words at answers, as a JSON object of tag to an object of answer to words
// column  reverse: boolean          whether agreeing means less of the influence; ratings are turned
// column  status: string            kept or dropped
// column  reason: string            why it was dropped, changed or kept

MATCH (n:Instrument)-[:HAS_ITEM]->(t:Item)
WHERE (n.id = $instrument_id OR $instrument_id IS NULL) AND (t.status = $status OR $status IS NULL)
OPTIONAL MATCH (t)-[:MEASURES]->(i:Influence)
WITH n, t, i
WHERE (i.id = $influence_id OR $influence_id IS NULL)
RETURN t.id AS item_id,
       t.item_id AS item,
       n.id AS instrument_id,
       n.version AS version,
       n.form AS form,
       t.position AS position,
       i.id AS influence_id,
       i.name AS influence,
       t.text AS text,
       t.wording AS wording,
       t.scale_low AS scale_low,
       t.scale_high AS scale_high,
       t.anchors AS anchors,
       t.reverse AS reverse,
       t.status AS status,
       t.reason AS reason
ORDER BY instrument_id, position, item_id
LIMIT $limit
