"""How two records are alike, field by field, as levels with points; the sum decides, the levels are the reasons.

The door to rapidfuzz. Points are in the manner of Fellegi and Sunter's weights (1969), set by hand so that a reason can
be read and argued with; how they and the thresholds were chosen: docs/decisions/0012-references.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.references.keys import Keys
from ingest.references.points import POINTS

NEAR = 84.0
"""Likeness (0 to 100) from which two words are one word with another spelling."""
CUT = 40
"""Letters of a title that was cut off from which it says enough."""
TELLING = 5
"""Letters of a word that says something of a title's matter."""
GENERIC = 4
"""Titles of fewer words are met too often to say much."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points of a pair and the level of each field that said something."""

    points: float
    reasons: tuple[str, ...]
    title: str


def likeness(one: Keys, other: Keys) -> Likeness:
    """The points of a pair of records with their reasons."""
    title = _title(one, other)
    identifiers = _identifier(one.doi, other.doi, "DOI"), _identifier(one.pmid, other.pmid, "PubMed id")
    if title == "other title":
        if _one_place(one, other):
            shared = any(len(word) >= TELLING for word in one.bag & other.bag)
            title = "title in other words" if shared else "other title in one place"
        elif not any(said.startswith("same") for said in identifiers):
            # Nothing else can outweigh another title, and most pairs end here.
            return Likeness(POINTS[title], (title,), title)
    levels = [
        *identifiers,
        title,
        _authors(one, other),
        _year(one, other),
        _journal(one, other),
        _same(one.volume, other.volume, "volume"),
        _same(one.issue, other.issue, "issue"),
        _page(one, other),
        "other kind" if {one.kind, other.kind} == {"article-journal", "paper-conference"} else "",
    ]
    said = tuple(level for level in levels if level)
    return Likeness(sum(POINTS[level] for level in said), said, title)


def _one_place(one: Keys, other: Keys) -> bool:
    """Whether two records fill the same pages, more than one, of one volume: only one article can."""
    return (
        one.first_page == other.first_page != ""
        and one.last_page == other.last_page not in {"", one.first_page}
        and one.volume == other.volume != ""
        and one.year == other.year
        and _authors(one, other) in {"same authors", "most authors"}
        and _journal(one, other) == "same journal"
    )


def _identifier(one: str, other: str, name: str) -> str:
    if not one or not other:
        return ""
    if one == other:
        return f"same {name}"
    if _version(one) == _version(other):
        return ""  # Cochrane counts versions of one review: ....pub2, ....pub3
    return f"another {name}"


def _version(doi: str) -> str:
    head, dot, tail = doi.rpartition(".")
    return head if dot and tail.startswith("pub") and tail[3:].isdigit() else doi


def _title(one: Keys, other: Keys) -> str:
    if not one.title or not other.title:
        return ""
    short = "short " if min(len(one.words), len(other.words)) < GENERIC else ""
    if one.letters == other.letters:
        return f"same {short}title"
    fewer, more = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    begins = _begins(one.letters, other.letters)
    if not begins and 2 * len(one.bag & other.bag) < len(fewer):
        return "other title"
    left, right = _unmatched(fewer, more)
    if not left and not right:
        return f"{short}title but for spelling"
    if (not left and (more[: len(fewer)] == fewer or more[-len(fewer) :] == fewer)) or begins:
        return f"{short}title within the other"
    if fuzz.token_sort_ratio(one.title, other.title) >= NEAR and not _numbers(left, right):
        return "title in other words"
    return "other title"


def _begins(one: str, other: str) -> bool:
    """Whether a long title is the beginning of another, were it cut off or glued inside a word."""
    return min(len(one), len(other)) >= CUT and (other.startswith(one) or one.startswith(other))


def _numbers(left: list[str], right: list[str]) -> bool:
    """Whether numbers differ: part 1 is not part 2."""
    return any(word.isdigit() or word in {"i", "ii", "iii", "iv", "v"} for word in (*left, *right))


def _unmatched(fewer: tuple[str, ...], more: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Words of each title that the other does not have, also not in another spelling."""
    left, right = [], list(more)
    for word in fewer:
        if word in right:
            right.remove(word)
        else:
            left.append(word)
    for word in list(left):
        if word.isdigit() or len(word) < 4:
            continue
        near = next((found for found in right if not found.isdigit() and fuzz.ratio(word, found) >= NEAR), None)
        if near is not None:
            left.remove(word)
            right.remove(near)
    if "".join(left) == "".join(right):
        return [], []
    return left, right


def _authors(one: Keys, other: Keys) -> str:
    if not one.surnames or not other.surnames:
        return ""
    fewer, more = sorted((one.surnames, other.surnames), key=len)
    met = sum(any(_same_name(name, found) for found in more) for name in fewer)
    first = _same_name(one.surnames[0], other.surnames[0])
    if met == len(fewer) and (len(fewer) == len(more) or len(fewer) > 2):
        return "same authors"
    if met * 2 > len(fewer) and len(fewer) > 2:
        return "most authors"
    if first:
        return "first author"
    return "some authors" if met else "other authors"


def _same_name(one: str, other: str) -> bool:
    if one == other:
        return True
    if (
        len(one) > 3
        and len(other) > 3
        and (one.endswith(other) or other.endswith(one) or one.startswith(other) or other.startswith(one))
    ):
        return True
    return len(one) > 4 and len(other) > 4 and fuzz.ratio(one, other) >= NEAR


def _year(one: Keys, other: Keys) -> str:
    if one.year is None or other.year is None:
        return ""
    apart = abs(one.year - other.year)
    return ("same year", "year apart by 1")[apart] if apart < 2 else "years apart"


def _journal(one: Keys, other: Keys) -> str:
    if not one.journal or not other.journal:
        return ""
    return "same journal" if abbreviates(one.journal, other.journal) else "other journal"


def abbreviates(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are one journal: each word of the shorter begins a word of the longer, in order."""
    fewer, more = sorted((one, other), key=lambda words: (len(words), sum(map(len, words))))
    at = 0
    for word in fewer:
        while at < len(more) and not (more[at].startswith(word) or (word.startswith(more[at]) and len(more[at]) > 2)):
            at += 1
        if at == len(more):
            break
        at += 1
    else:
        return more[0].startswith(fewer[0][:1])
    if any(_is_acronym(word, more) for word in fewer if len(fewer) < 3):
        return True
    return fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= NEAR


def _is_acronym(word: str, words: tuple[str, ...]) -> bool:
    """Whether a short word is made of the beginnings of the words of a name, in order: amcis, jama, nejm."""
    at = 0
    for part in words:
        taken = 0
        while at < len(word) and taken < len(part) and part[taken] == word[at]:
            at, taken = at + 1, taken + 1
            if len(word) <= len(words):
                break
    return len(words) > 2 and 3 <= len(word) <= 8 and at == len(word)


def _same(one: str, other: str, name: str) -> str:
    if not one or not other:
        return ""
    return f"same {name}" if one == other else f"other {name}"


def _page(one: Keys, other: Keys) -> str:
    if not one.first_page or not other.first_page:
        return ""
    if one.first_page == other.first_page:
        return "same first page"
    if "1" in {one.first_page, other.first_page} and not (one.volume and other.volume):
        return ""  # pages of an article that no issue had yet
    if one.first_page.isdigit() != other.first_page.isdigit():
        return ""  # e12724 and 1-6 are one article, counted in two ways
    if one.last_page == other.last_page != "" and one.last_page not in {one.first_page, other.first_page}:
        return "same last page"
    return "overlapping pages" if _overlap(one, other) else "other first page"


def _overlap(one: Keys, other: Keys) -> bool:
    ends = (one.first_page, one.last_page or one.first_page, other.first_page, other.last_page or other.first_page)
    if not all(end.isdigit() for end in ends):
        return False
    first, last, other_first, other_last = map(int, ends)
    return first <= other_last and other_first <= last
