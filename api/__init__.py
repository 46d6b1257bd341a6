"""The api room: HTTP over the same query files that the command line uses."""
