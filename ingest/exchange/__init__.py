"""Codebooks and coded projects of other tools, read strictly: what cannot be kept is named, nothing is guessed."""
