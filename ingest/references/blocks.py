"""Which pairs of records are compared at all: those that share an identifier, a place, or rare words of titles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from ingest.references.keys import Keys

LARGEST = 60
"""Records of one block; a larger one is cut by year and first author, because its key says too little."""
EDGE = 18
"""Letters at either end of a title that make a block."""
RARE = 4
"""Words of a title that make blocks in pairs: the rarest ones that another title has too."""


def candidates(keys: Sequence[Keys]) -> set[tuple[int, int]]:
    """Pairs (lower number first) that share a block."""
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    common = Counter(word for key in keys for word in set(key.words))
    for number, key in enumerate(keys):
        for block in _blocks(key, common):
            blocks[block].append(number)
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) > 1:
            for part in _cut(members, keys):
                pairs.update(combinations(part, 2))
    return pairs


def _blocks(key: Keys, common: Counter[str]) -> Iterator[tuple[str, ...]]:
    if key.doi:
        yield "doi", key.doi
    if key.pmid:
        yield "pmid", key.pmid
    if key.first_page and (key.volume or key.year):
        yield "place", key.volume or str(key.year), key.first_page
    if not key.words:
        if key.surnames:
            yield "people", *key.surnames[:2], str(key.year)
        return
    letters = "".join(key.words)
    yield "begin", letters[:EDGE]
    yield "end", letters[-EDGE:]
    shared = (word for word in set(key.words) if common[word] > 1)
    rare = sorted(shared, key=lambda word: (common[word], word))[:RARE]
    yield from (("words", *sorted(pair)) for pair in combinations(rare, 2))


def _cut(members: list[int], keys: Sequence[Keys]) -> Iterator[list[int]]:
    """A block in parts that are small enough; each part shares one thing more."""
    if len(members) <= LARGEST:
        yield members
        return
    for more in (_year_and_person, _year_and_page, _whole_title):
        parts: defaultdict[object, list[int]] = defaultdict(list)
        for number in members:
            parts[more(keys[number])].append(number)
        yield from (part for shared, part in parts.items() if 1 < len(part) <= LARGEST and shared)
        for shared, part in parts.items():
            if len(part) > LARGEST and shared:
                yield from _windows(part, keys)


def _windows(part: list[int], keys: Sequence[Keys]) -> Iterator[list[int]]:
    """Very many records that share all this, in overlapping stretches of those that are most alike in the rest."""
    ordered = sorted(part, key=lambda number: _rest(keys[number]))
    for start in range(0, len(ordered), LARGEST // 2):
        yield ordered[start : start + LARGEST]


def _rest(key: Keys) -> tuple[str, ...]:
    return key.title, str(key.year), key.volume, key.first_page, *key.surnames[:1]


def _year_and_person(key: Keys) -> tuple[str, ...]:
    return (str(key.year), key.surnames[0]) if key.surnames else ()


def _year_and_page(key: Keys) -> tuple[str, ...]:
    return (str(key.year), key.first_page) if key.first_page else ()


def _whole_title(key: Keys) -> tuple[str, ...]:
    return (key.title,) if key.title else ()
