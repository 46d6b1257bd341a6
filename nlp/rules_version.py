"""Which rules propose. A module of its own, so that asking for it loads no spaCy."""

RULES_VERSION = "1.2.0"
"""Raised by hand whenever the code proposes otherwise; lists of words are told apart by their hash."""
