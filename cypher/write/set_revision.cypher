// set_revision
// Set the revision of the Review nodes of the rows, and nothing else.
//
// Each property that is set holds some 30 kB of the embedded engine until its next checkpoint.
// param   rows: list<map>  {id, revision}, one map for each
// column  handled: integer  rows that were handled

UNWIND $rows AS r
MATCH (n:Review {id: r.id})
SET n.revision = r.revision
RETURN count(*) AS handled
