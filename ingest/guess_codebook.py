"""A first codebook.csv from headers or values that form a closed list."""

from __future__ import annotations

import csv
import io
import re
from difflib import get_close_matches

from graph.ids import slug
from ingest.codebook import CODEBOOK_COLUMNS

_GENERAL = re.compile(r"[\s:/-]*\bgeneral\b\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = {"issue", "issues"}
"""Words that many groups of codes share, so they tell no group."""
_ALIKE = 0.75
"""How alike two words must be to be one word spelt twice: Curriculum, Curric, Curic."""


def header_codebook(headers: list[str]) -> list[dict[str, str]]:
    """One influence a header. One that ends in "General" is the parent of those right of it on the same topic."""
    entries: list[dict[str, str]] = []
    parent = ""
    topic: list[str] = []
    for header in headers:
        entry = _entry(header, entries)
        if _GENERAL.search(header):
            parent, topic = entry["influence_id"], _words(_GENERAL.sub("", header))
        elif parent and _same_topic(header, topic):
            entry["parent_id"] = parent
        entries.append(entry)
    return entries


def _same_topic(header: str, topic: list[str]) -> bool:
    start = re.split(r"\s-|-\s", header)[0]
    return any(get_close_matches(word, topic, n=1, cutoff=_ALIKE) for word in _words(start))


def _words(text: str) -> list[str]:
    return [word for word in (found.casefold() for found in _WORD.findall(text)) if word not in _COMMON]


def value_codebook(values: list[str]) -> list[dict[str, str]]:
    """One influence a value, in order of the alphabet."""
    entries: list[dict[str, str]] = []
    for value in sorted({" ".join(value.split()) for value in values}):
        entries.append(_entry(value, entries))
    return entries


def _entry(name: str, before: list[dict[str, str]]) -> dict[str, str]:
    taken = {entry["influence_id"] for entry in before}
    id_ = slug(re.sub(r"[\W_]+", " ", name))
    while id_ in taken:
        id_ += "-2"
    return {**dict.fromkeys(CODEBOOK_COLUMNS, ""), "influence_id": id_, "name": name, "status": "active"}


def codebook_csv(entries: list[dict[str, str]]) -> str:
    """The text of codebook.csv."""
    out = io.StringIO()
    writer = csv.DictWriter(out, CODEBOOK_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(entries)
    return out.getvalue()
