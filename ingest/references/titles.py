"""The title of a record in the language of the paper and in translation, where its export holds both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.references.record import Record

_BRACKETS = re.compile(r"^\[(.*)\]\.?$", re.DOTALL)
_ORIGINAL = frozenset({"medlinecitation/article/vernaculartitle", "original-title", "original title", "origtitle"})
_TRANSLATED = frozenset({"titles/translated-title", "translated-title", "translated title"})
_EITHER = "tt"
"""MEDLINE: the title in the language of the paper. RIS: the translation, unless the title itself is in brackets."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Both titles; null where the export does not hold it. A record of one title without brackets has neither."""

    original: str | None = None
    translated: str | None = None


def titles_of(record: Record) -> Titles:
    """Original and translation. A title in square brackets is a translation (NLM, MEDLINE data element TI)."""
    title = record.title or ""
    bracketed = _BRACKETS.match(title)
    main = bracketed[1].strip() if bracketed else title
    for name, value in record.other:
        tag, other = name.casefold(), value.strip().rstrip(".")
        if not other or (tag not in _ORIGINAL and tag not in _TRANSLATED and tag != _EITHER):
            continue
        if tag in _ORIGINAL or bracketed or (tag == _EITHER and record.format == "medline"):
            return Titles(other, main or None)
        return Titles(main or None, other)
    return Titles(None, main) if bracketed else Titles()
