"""What people say of pairs of records, in duplicates.csv and in the ledgers. It stands above the rules."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Mapping
from pathlib import Path

from graph.errors import ReferencesError, near_misses
from graph.links import lies_elsewhere
from ingest.references.decoded import decoded
from ingest.references.verdict import Verdict

NAME = "duplicates.csv"
COLUMNS = ("one", "other", "verdict", "by", "reason")
MEANT = {
    "duplicate": Verdict.DUPLICATE,
    "different": Verdict.DIFFERENT,
    "link": Verdict.LINK,
    "companion": Verdict.COMPANION,
    "": None,
}
"""What may stand under `verdict`; an empty one is a pair that nobody has decided."""
PairWords = Mapping[tuple[str, str], tuple[str, str, str]]
"""Pairs of record ids -> what the ledgers say: the verdict, by whom, and the line that says it."""


def read_said(folder: Path) -> tuple[dict[tuple[str, str], tuple[Verdict, str]], dict[str, str]]:
    """Pairs of record ids (the smaller first) with verdict and who said it; and the file with its SHA-256.

    Raises ReferencesError for a column that is missing, a word that is no verdict, or a pair said in two ways.
    """
    try:
        return _read(folder)
    except csv.Error as error:
        message = f"its quoting is broken ({error})."
        raise ReferencesError(NAME, message, rule="quoting", fix="Close the quote.") from None


def _read(folder: Path) -> tuple[dict[tuple[str, str], tuple[Verdict, str]], dict[str, str]]:
    file = folder / NAME
    if not file.is_file():
        return {}, {}
    if lies_elsewhere(folder, file):
        message = "it is a link to a place outside the review folder."
        raise ReferencesError(NAME, message, rule="path", fix="Copy the file into the folder.")
    content = file.read_bytes()
    rows = csv.DictReader(io.StringIO(decoded(content, NAME).text, newline=""))
    missing = [name for name in COLUMNS[:4] if name not in (rows.fieldnames or ())]
    if missing:
        message = f"it has no column {', '.join(missing)}."
        fix = f"Its columns are {', '.join(COLUMNS)}; `narragraph dedupe --show review` writes them."
        raise ReferencesError(NAME, message, line=1, rule="columns", fix=fix)
    said: dict[tuple[str, str], tuple[Verdict, str]] = {}
    for row in rows:
        one, other, word, by = (str(row[name] or "").strip() for name in COLUMNS[:4])
        if word.casefold() not in MEANT:
            near = near_misses(word, MEANT)
            fix = f'Did you mean "{near[0]}"?' if near else "Use duplicate, different, link or companion."
            raise ReferencesError(NAME, f'"{word}" is no verdict.', line=rows.line_num, rule="verdict", fix=fix)
        verdict = MEANT[word.casefold()]
        if verdict is None:
            continue
        pair = (min(one, other), max(one, other))
        if said.get(pair, (verdict, by))[0] is not verdict:
            message = "this pair has another verdict above."
            raise ReferencesError(NAME, message, line=rows.line_num, rule="twice", fix="Keep one of the two lines.")
        said[pair] = (verdict, by or "somebody")
    return said, {NAME: hashlib.sha256(content).hexdigest()}


def with_words(
    said: Mapping[tuple[str, str], tuple[Verdict, str]], words: PairWords, known: Collection[str]
) -> tuple[dict[tuple[str, str], tuple[Verdict, str]], list[ReferencesError], list[str]]:
    """duplicates.csv and the ledgers together; what contradicts, and notes on records that are not there."""
    both, problems, notes = dict(said), [], []
    for pair, (word, by, where) in words.items():
        verdict, gone = MEANT[word], [id_ for id_ in pair if id_ not in known]
        assert verdict is not None  # noqa: S101  (a ledger has no empty verdict)
        if gone:
            notes.append(
                f"{where}: it decides on {gone[0]}, which references/ does not hold any more; it has no effect."
            )
        elif pair in said and said[pair][0] is not verdict:
            there, them = said[pair]
            message = f"{them} says {there.value} of {pair[0]} and {pair[1]}, and {by} says {verdict.value} ({where})."
            fix = "Take the line out, or the decision back."
            problems.append(ReferencesError(NAME, message, rule="contradiction", fix=fix))
        else:
            both[pair] = said.get(pair, (verdict, by))
    return both, problems, notes
