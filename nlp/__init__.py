"""Text -> candidate passages: sentences, influence mentions, direction, relevance, the order to read them in."""
