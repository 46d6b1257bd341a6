"""Which part of a paper a heading opens: words of seven languages (sections.csv) and the types of JATS."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from graph.documents import Section
from graph.ids import fold

_NUMBER = re.compile(r"^(?:[ivx]+|[a-z]|\d+(?:\.\d+)*)[.):]*\s+|^\d+(?:\.\d+)*[.):]*\s*")
_ENDS = " .:;-–—"
_TYPES = {
    "intro": Section.BACKGROUND,
    "background": Section.BACKGROUND,
    "methods": Section.METHODS,
    "materials": Section.METHODS,
    "subjects": Section.METHODS,
    "results": Section.RESULTS,
    "findings": Section.RESULTS,
    "discussion": Section.DISCUSSION,
    "conclusions": Section.DISCUSSION,
    "conclusion": Section.DISCUSSION,
    "supplementary-material": Section.OTHER,
    "coi-statement": Section.OTHER,
    "data-availability": Section.OTHER,
    "references": Section.REFERENCES,
    "abstract": Section.ABSTRACT,
}


def section_of_heading(heading: str) -> Section | None:
    """The section that a heading opens by its words; null for any other heading."""
    folded = fold(heading).replace("&", "and").replace("’", "'").strip(_ENDS)
    known = _words()
    return known.get(folded) or known.get(_NUMBER.sub("", folded).strip(_ENDS))


def section_of_type(name: str) -> Section | None:
    """The section that a JATS `sec-type` or TEI `type` names; of several joined by `|` the first that is known."""
    return next((found for part in re.split(r"[|\s]+", name.lower()) if (found := _TYPES.get(part))), None)


@cache
def _words() -> dict[str, Section]:
    text = files("ingest.texts").joinpath("sections.csv").read_text(encoding="utf-8")
    found: dict[str, Section] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(fold(row["heading"]), Section(row["section"]))
    return found
