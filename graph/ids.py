"""Ids: pure functions from the fewest stable parts. No row numbers; a changed rule is a breaking change.

The same thing has the same id in every build, on both engines, in whatever order the files are read.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence

_NOT_WORD = re.compile(r"[^\w.]+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_spelled = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
ID_DIGITS = 20
"""Hex digits of an id over parts."""


def fold(text: str) -> str:
    """Text without differences of case, blanks at the ends, inner blanks or Unicode composition."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def digest(parts: Sequence[str | None], length: int = ID_DIGITS) -> str:
    """Hex digits over the parts; null and the empty string differ, and no two lists share a spelling."""
    return hashlib.sha256(_spelled(list(parts)).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(text: str, most: int = 48) -> str:
    """A readable id part: folded, blanks as hyphens; with a hash when letters or length were lost.

    `Organisational culture` -> `organisational-culture`; `C++` -> `c-` and 6 hex digits.
    """
    folded = fold(text)
    plain = _NOT_WORD.sub("-", folded).strip("-")
    if plain.replace("-", " ") == folded and len(plain) <= most:
        return plain
    if plain == folded and len(plain) <= most:
        return plain
    return f"{plain[:most].strip('-')}-{digest([folded], 6)}".lstrip("-")


def normal_doi(text: str) -> str | None:
    """The DOI in lower case without resolver or trailing punctuation; null when there is none.

    DOIs ignore case, so two spellings would make two papers. Source: DOI Handbook 2.4.
    """
    match = _DOI.search(text.strip().lower())
    if match is None:
        return None
    return match.group(0).rstrip(".,;:'\"")


def is_orcid(text: str) -> bool:
    """Whether this is an ORCID iD, with or without its address, whose check digit fits.

    Source: ORCID, Structure of the ORCID Identifier (ISO 7064, MOD 11-2).
    """
    match = _ORCID.fullmatch(text.strip())
    if match is None:
        return False
    digits = match[1].replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]


def paper_id(*, doi: str | None = None, parts: Sequence[str] = ()) -> str:
    """`doi:...` where there is a DOI, else `paper:` from the folded id columns."""
    normal = normal_doi(doi) if doi else None
    if normal:
        return f"doi:{normal}"
    return f"paper:{_from_parts(parts)}"


def study_id(parts: Sequence[str], *, paper: str | None = None) -> str:
    """`study:` from the folded id columns; without any, the paper is its own study."""
    if not parts:
        if paper is None:
            raise ValueError("a study needs id parts or a paper")
        return f"study:{paper}"
    return f"study:{_from_parts(parts)}"


def setting_id(kind: str | None, name: str) -> str:
    """`setting:kind/name`; spellings that differ by case or blanks are one setting."""
    return f"setting:{slug(kind) if kind else 'setting'}/{slug(name)}"


def draft_influence_id(phrase: str) -> str:
    """`draft:` and the folded phrase; phrases that differ by case or blanks are one draft."""
    return f"draft:{slug(phrase)}"


def construct_id(framework: str, name: str) -> str:
    """`construct:framework/name`; spellings that differ by case or blanks are one construct."""
    return f"construct:{slug(framework)}/{slug(name)}"


def mapping_id(influence: str, framework: str, construct: str | None, author: str) -> str:
    """`m:` over influence, framework, construct and author: what somebody says once."""
    return f"m:{digest([influence, fold(framework), construct, fold(author)])}"


def extraction_id(name: str) -> str:
    """`extraction:` and the name in review.toml."""
    return f"extraction:{slug(name)}"


def source_id(name: str, searched_on: str | None = None) -> str:
    """`source:` and the name; a search that was repeated has its date behind it."""
    return f"source:{slug(name)}" + (f"/{searched_on}" if searched_on else "")


def cited_figure_id(citation: str, label: str) -> str:
    """`cited:` over source and label."""
    return f"cited:{digest([fold(citation), fold(label)])}"


def finding_id(  # noqa: PLR0913, PLR0917  (the nine parts of the finding key, docs/model.md)
    paper: str,
    study: str,
    influence: str,
    setting: str | None,
    direction: str,
    assertion: str,
    stage: str | None = None,
    viewpoint: str | None = None,
    time_point: str | None = None,
) -> str:
    """`f:` over the finding key. Same key = one finding, with as many passages as there are."""
    key = [paper, study, influence, setting, direction, assertion, stage, viewpoint, time_point]
    return f"f:{digest(key)}"


def cell_passage_id(  # noqa: PLR0913, PLR0917  (the parts of a cell anchor)
    paper: str, path: str, sheet: str | None, column: str, quote: str, occurrence: int
) -> str:
    """`p:` over paper, file, column and words; `occurrence` counts the same words there, from 0.

    Not the row: a row inserted above must not change the id.
    """
    return f"p:{digest(['cell', paper, path, sheet, column, quote, str(occurrence)])}"


def note_passage_id(paper: str, pointer: str | None, note: str) -> str:
    """`p:` over paper, pointer and the paraphrase."""
    return f"p:{digest(['note', paper, pointer, note])}"


def text_passage_id(paper: str, text_sha256: str, char_start: int, char_end: int) -> str:
    """`p:` over paper, stored text and place."""
    return f"p:{digest(['text', paper, text_sha256, str(char_start), str(char_end)])}"


def suggestion_id(passage: str, influence: str) -> str:
    """`s:` over passage and influence: proposed again, by whatever engine, it is the same."""
    return f"s:{digest([passage, influence])}"


def _from_parts(parts: Sequence[str]) -> str:
    if not parts or not any(part.strip() for part in parts):
        raise ValueError("an id needs at least one part that is not blank")
    if len(parts) == 1:
        return slug(parts[0])
    return f"{slug(' '.join(parts), 32)}-{digest([fold(part) for part in parts], 8)}"
