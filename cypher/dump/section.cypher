// section
// The section of every Passage that lies in one.
// column  id: string       p: and 20 hex digits over the anchor
// column  section: string  part of the paper that the text stands in

MATCH (n:Passage)
WHERE n.section IS NOT NULL
RETURN n.id AS id,
       n.section AS section
