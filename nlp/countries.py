"""Names of countries as texts write them: CLDR's in seven languages, and a short list of our own."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from nlp.cut import Cut
from nlp.languages import LANGUAGES
from nlp.variants import HEBREW_PREFIXES

_CODE = re.compile(r"[A-Z]{2}")
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"})
_PEOPLE_TOO = frozenset({"Georgia", "Jordan", "Chad", "Maurice", "Granada"})
"""Names that people and places elsewhere have too: they count only after a word such as `in`."""
_PLACE_WORDS = frozenset(
    ("in", "from", "across", "throughout", "within", "of", "en", "à", "au", "du", "aus", "republic")
)
_TITLES = frozenset(("dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof", "prof.", "professor"))
_OF_BODIES = frozenset(
    ("Journal", "Association", "Society", "College", "School", "Psychiatric", "Psychological", "Academy", "Institute")
) | frozenset(("Council", "Psychiatry", "Psychologist", "Medical", "Press", "Review"))
_NOT_A_LAND = frozenset(("african", "latin", "native", "central", "south", "north", "asian", "black", "new"))
_OF_SPEECH = frozenset(("language", "languages", "speaking", "version", "versions", "translation", "speakers"))


@dataclass(frozen=True, slots=True)
class Place:
    """One way to name a country. `kind`: name, capital, abbreviation or adjective."""

    words: str
    country: str
    kind: str = "name"


@cache
def places(language: str) -> tuple[Place, ...]:
    """All ways to name a country in a language; only what is common to all for one that is not ours."""
    found: dict[str, Place] = {}
    if language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if _CODE.fullmatch(code) and code not in _NO_COUNTRY:
                for words in dict.fromkeys((name, re.sub(r"\s*\(.*?\)", "", name))):
                    found.setdefault(words, Place(words, code))
    with (Path(__file__).parent / "context" / "countries_extra.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["language"] in {"", language}:
                found[row["words"]] = Place(row["words"], row["country"], row["kind"])
    if language == "he":
        for place in list(found.values()):
            for prefix in HEBREW_PREFIXES:
                found.setdefault(prefix + place.words, Place(prefix + place.words, place.country))
    return tuple(found.values())


def is_country(text: Cut, start: int, end: int, place: Place) -> bool:
    """Whether words that name a country mean it here, rather than a person, a language, a journal or another place."""
    before = text.said(start - 1, start) if start else ""
    after = [text.said(at, at + 1) for at in range(end, min(end + 3, len(text.lower)))]
    if after[:2] == ["et", "al"] or (after[:1] == ["et"] and "al." in after):
        return False
    if after[:1] == ["("] and len(after) > 1 and re.fullmatch(r"(19|20)\d\d[a-z]?", after[1]):
        return False
    if before.lower() in _TITLES or before == "New" or re.fullmatch(r"[A-Z]\.", before):
        return False
    if place.words in _PEOPLE_TOO and before.lower() not in _PLACE_WORDS:
        return False
    if place.words == "Georgia" and re.search(r"\b(?:U\.?S\.?A?\b|United States|Atlanta|Medicaid)", text.text):
        return False
    if place.kind == "adjective":
        return _modifies(before, after)
    return not _OF_BODIES & set(after[:1])


def _modifies(before: str, after: list[str]) -> bool:
    """Whether an adjective stands before what it describes, and that is no journal, language or people elsewhere."""
    if not after or not after[0][:1].isalpha() or before.lower() in _NOT_A_LAND:
        return False
    return not _OF_BODIES & set(after) and after[0].lower() not in _OF_SPEECH | {"and", "or"}
