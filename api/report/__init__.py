"""The report of a review as one page that needs nothing else: no server, no network, no script."""
