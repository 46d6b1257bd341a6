"""The command line: each command parses, calls one function, prints its answer and sets the exit code."""
