"""Free Cypher: a statement that somebody else wrote, read-only by layers, with limits, in a process of its own."""
