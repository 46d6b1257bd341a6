"""The cypher room: the only place where Cypher is written; each file is one query and carries its own contract."""
