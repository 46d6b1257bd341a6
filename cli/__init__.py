"""The cli room: the `narragraph` command parses, calls one function, prints, exits."""
