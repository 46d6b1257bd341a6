// decision
// Every Decision with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  e: and 20 hex digits, the id of the ledger entry
// column  kind: string  decision or adjudication
// column  verdict: string  accept, edit, reject or unsure
// column  direction: string  the direction that was decided; null without a claim or with several
// column  at: string  when, as the curator's clock had it (ISO 8601, UTC); shown, never sorted by
// column  reason: string  why
// column  seconds: float  time that it took, when it was measured
// column  blind: boolean  decided before the suggestion was shown
// column  codebook_version: string  the codebook that it was made under

MATCH (n:Decision)
RETURN n.id AS id,
       n.kind AS kind,
       n.verdict AS verdict,
       n.direction AS direction,
       n.at AS at,
       n.reason AS reason,
       n.seconds AS seconds,
       n.blind AS blind,
       n.codebook_version AS codebook_version
