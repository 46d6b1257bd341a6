// item
// Every Item with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  item:name/version/form/item_id
// column  item_id: string  its name in the instrument, the same in every version
// column  position: integer  its place in the form, from 1
// column  wording: string  the sentence in each language, as a JSON object of BCP 47 tag to words
// column  text: string  the sentence in the first language of the file
// column  scale_low: float  lowest answer
// column  scale_high: float  highest answer
// column  anchors: string  words at answers, as a JSON object of tag to an object of answer to words
// column  reverse: boolean  true when agreeing means less of the influence; ratings are turned
// column  status: string  kept or dropped
// column  reason: string  why it was dropped, changed or kept

MATCH (n:Item)
RETURN n.id AS id,
       n.item_id AS item_id,
       n.position AS position,
       n.wording AS wording,
       n.text AS text,
       n.scale_low AS scale_low,
       n.scale_high AS scale_high,
       n.anchors AS anchors,
       n.reverse AS reverse,
       n.status AS status,
       n.reason AS reason
