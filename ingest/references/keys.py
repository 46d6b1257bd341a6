"""What two records are compared by: words of the title, surnames, pages, journal, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.references.record import Record

_WORD = re.compile(r"[^\W_]+")
_TAGS = re.compile(r"</?(?:i|b|u|sup|sub|em|strong|sc|italic|p|br)\s*/?>", re.IGNORECASE)
_TRANSLATED = re.compile(r"^\[(.*)\]\.?$")
_BOILERPLATE = re.compile(r"\b(?:volume|vol|issue|paper|no|article)\s*\d+\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
MOST_AUTHORS = 50
"""Authors that are compared: consortia have ten thousand, and the first ones tell them apart."""
NO_WORDS = frozenset({"unknown", "none", "anonymous", "anon", "no author", "na", "n a", "null", "untitled", "et al"})
"""What stands in a field where nothing is known."""
_ADDED = re.compile(r"\s*\.?\s*\[(?:[^\[\]]|\[[^\[\]]*\]?)*\]?\.?\s*$")
_CITED = re.compile(
    r"\.{3}.*$|\s*\((?:vol|volume)\b[^()]*\)\s*$|\s*\([^()]*\(\d{4}\)[^()]*(?:\([^()]*\)[^()]*)?\)\s*$", re.IGNORECASE
)
_NOTICE = re.compile(
    r"^\W*(?:erratum|errata|correction|corrigendum|corrigenda|retraction|retracted|expression of concern|addendum"
    r"|author'?s?'? (?:reply|response)|repl(?:y|ies)|response|comments?|commentary|letter|re)\b"
    r"(?:\s*(?:to|on|for|of|from)\b|\s*:)"
    r"|\((?:vol|volume) \d+\W+(?:p|pg|pp|page)\b"
    r"|\([^()]*\(\d{4}\)[^()]*\([^()]*\)[^()]*\)\W*$"
    r"|(?:[-\u2013:]|\bauthors?'?s?)\s*repl(?:y|ies)\W*$",
    re.IGNORECASE,
)
"""A notice or letter about a paper: related to it, never the same."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_SMALL = frozenset(
    [
        "j",
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "a",
        "an",
        "de",
        "la",
        "der",
        "die",
        "und",
        "et",
        "official",
        "journal",
    ]
)


@dataclass(frozen=True, slots=True)
class Keys:
    """One record as it is compared. Empty means that nothing is known."""

    title: str
    words: tuple[str, ...]
    bag: frozenset[str]
    """The words of the title, without order."""
    letters: str
    """The words of the title, without blanks."""
    surnames: tuple[str, ...]
    initials: tuple[str, ...]
    year: int | None
    doi: str
    pmid: str
    journal: tuple[str, ...]
    volume: str
    issue: str
    first_page: str
    last_page: str
    kind: str
    notice: bool
    """It says itself that it is a correction, a retraction, a reply or a comment."""


def plain(text: str) -> str:
    """Lower case, without accents, markup and punctuation; words with one blank between."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
        text = "".join(char for char in text if not unicodedata.combining(char))
    else:
        text = text.lower()
    return " ".join(_WORD.findall(text))


def keys_of(record: Record) -> Keys:
    """The keys of a record."""
    title = _title(record)
    words = tuple(title.split())
    people = [_person(author) for author in _people(record.authors)[:MOST_AUTHORS]]
    first, last = _pages(record.pages or "")
    journal = plain(record.journal or "")
    return Keys(
        title=title,
        words=words,
        bag=frozenset(words),
        letters="".join(words),
        surnames=tuple(surname for surname, _ in people if surname),
        initials=tuple(initial for surname, initial in people if surname),
        year=record.year,
        doi=record.doi or "",
        pmid=record.pmid or "",
        journal=() if journal in NO_WORDS else tuple(word for word in journal.split() if _names(word)),
        volume=_number(record.volume or ""),
        issue=_number(record.issue or ""),
        first_page=first,
        last_page=last,
        kind=record.type,
        notice=bool(_NOTICE.search(record.title or "")),
    )


def _names(word: str) -> bool:
    """Whether a word of a venue says which one it is; a year and "proceedings" do not."""
    return word not in _SMALL and not (word.isdigit() and len(word) == 4)


def _title(record: Record) -> str:
    said = _TAGS.sub("", record.title or "").strip()
    bracketed = _TRANSLATED.match(said)
    title = plain(bracketed[1] if bracketed else _bare(said))
    if title in NO_WORDS:
        return ""
    journal = plain(record.journal or "")
    if len(journal) > 8 and not plain(_BOILERPLATE.sub("", said)).replace(journal, "").strip():
        return ""  # a landing page: nothing but the name of the journal, its volume and a number
    return title


def _bare(title: str) -> str:
    """A title without what indexers add behind it: [Review] [57 refs], [Erratum appears in ...], [Spanish]."""
    while True:
        shorter = _CITED.sub("", _ADDED.sub("", title)).strip()
        if shorter == title or len(shorter) < 8:
            return title
        title = shorter


def _people(authors: tuple[str, ...]) -> list[str]:
    """Single authors; some exports give all of them as one text."""
    if len(authors) != 1:
        return list(authors)
    (all_,) = authors
    if ";" in all_:
        return [part for part in all_.split(";") if part.strip()]
    glued = re.split(r"(?<=[A-Z]\\.)(?=[A-Z][a-z])|(?<=[A-Z]\.)\s*(?=[A-Z][a-z'’]+ [A-Z])", all_)
    return [part for part in glued if part.strip()]


def _person(author: str) -> tuple[str, str]:
    """Surname and first initial: of `Doe, Jane`, `Doe J`, `J. Doe`, `Jane Doe`; ("", "") for nobody."""
    if plain(author) in NO_WORDS:
        return "", ""
    family, comma, given = author.partition(",")
    if comma:
        words = [word for word in plain(given).split() if word not in _SUFFIXES]
        return "".join(plain(family).split()), words[0][:1] if words else ""
    words = [word for word in author.replace(".", ". ").split() if plain(word) and plain(word) not in _SUFFIXES]
    if not words:
        return "", ""
    short = [len(plain(word)) <= 3 and plain(word).upper() == re.sub(r"[^\w]", "", word) for word in words]
    if len(words) > 1 and short[-1] and not short[0]:  # Doe J
        named = [word for word, is_short in zip(words, short, strict=True) if not is_short]
        return "".join(plain(" ".join(named)).split()), plain(next(w for w, s in zip(words, short, strict=True) if s))[
            :1
        ]
    return plain(words[-1]), plain(words[0])[:1] if len(words) > 1 else ""


def _pages(pages: str) -> tuple[str, str]:
    """First and last page; `221-8` ends at 228."""
    parts = [part for part in re.split(r"[-,;\s]+", plain_pages(pages)) if part]
    if not parts:
        return "", ""
    first, last = parts[0], parts[1] if len(parts) > 1 else ""
    if not any(char.isdigit() for char in first):
        return "", ""
    if re.fullmatch(r"[a-z]\d+", first) and re.fullmatch(r"[a-z]?\d+", last):
        first, last = first[1:], last.lstrip("abcdefghijklmnopqrstuvwxyz")  # c37-c42 is 37-42 elsewhere; e0815 stays
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def plain_pages(pages: str) -> str:
    """Pages in lower case without what stands around them."""
    return re.sub(r"\bpp?\b\.?|\(.*?\)", " ", pages.lower()).strip(" .")


def _number(text: str) -> str:
    """The first number of a volume or issue, without zeros; the words when there is none."""
    numbers = _NUMBERS.findall(text)
    return (numbers[0].lstrip("0") or "0") if numbers else plain(text)
