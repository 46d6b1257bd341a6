"""Work for the processes of nlp/sharded.py that fails as real work could; with a name by which a process finds it."""

from __future__ import annotations

import os
import time
from concurrent.futures import BrokenExecutor

from nlp.shards import Outcome, TaggedShard, shard_with, unpacked
from nlp.versions import Versions
from nlp.vocabulary import Vocabulary


def dies_of_some(content: bytes, vocabulary: Vocabulary, wanted: Versions) -> TaggedShard:
    """Ends its process without an answer when it is given a text whose path says so; tags nothing."""
    papers = unpacked(content, vocabulary)
    if any("deadly" in paper.path for paper in papers.values()):
        os._exit(9)
    return shard_with({key: Outcome(paper.path) for key, paper in papers.items()}, vocabulary, 0.0)


def dies_later_of_some(content: bytes, vocabulary: Vocabulary, wanted: Versions) -> TaggedShard:
    """The same after a second: Dask does not start a worker again that dies in the moment it begins."""
    time.sleep(1 if any("deadly" in paper.path for paper in unpacked(content, vocabulary).values()) else 0)
    return dies_of_some(content, vocabulary, wanted)


def fails(content: bytes, vocabulary: Vocabulary, wanted: Versions) -> TaggedShard:
    """Fails as where narragraph is not whole."""
    raise ImportError("No module named 'spacy'")


def ends(content: bytes, vocabulary: Vocabulary, wanted: Versions) -> TaggedShard:
    """Ends as a process does over whatever it is given."""
    raise BrokenExecutor("ended")


def answers_of_others(content: bytes, vocabulary: Vocabulary, wanted: Versions) -> TaggedShard:
    """Answers, but not about the texts that were sent."""
    return shard_with({}, vocabulary, 0.0)
