"""Codebooks and codings as other tools know them: one neutral shape, and the writers of REFI-QDA, SKOS and SSSOM."""
