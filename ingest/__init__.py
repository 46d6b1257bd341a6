"""The ingest room: a review folder goes in, checked graph tables and a report that adds up come out."""
