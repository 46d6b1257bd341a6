// statement_is_missing
// Papers with a title.

