"""Decisions: the ledger, its fold to the current state, double coding, adjudication, codebook changes."""
