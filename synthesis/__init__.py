"""The synthesis room: the numbers. Arrays in, tables out; no database, no files."""
