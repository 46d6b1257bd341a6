"""Work for the processes of nlp/sharded.py that fails as real work could; with a name by which a process finds it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from graph.documents import PaperText
from nlp.sharded import Outcome
from nlp.vocabulary import Vocabulary


def dies_of_some(papers: Sequence[PaperText], vocabulary: Vocabulary) -> list[Outcome]:
    """Ends its process without an answer when it is given a text whose path says so."""
    if any("deadly" in paper.path for paper in papers):
        os._exit(9)
    return [Outcome(paper.path) for paper in papers]
