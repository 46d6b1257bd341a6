"""Decisions as rows of a workbook: what is shown, what can be filled in, and what a filled row says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from curation.allowed import check_allowed
from curation.apply import Applied, Base
from curation.checks import check_draft
from curation.desk import Acts, Said
from curation.entries import Claim, Draft, Entry, Verdict, entry_id
from curation.material import Material
from graph.errors import did_you_mean, near_misses
from graph.ids import fold
from graph.model import Assertion, Direction
from graph.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `width` in characters; `open`: people fill it in, everything else is locked."""

    name: str
    width: int
    open: bool = False


Word = TypeVar("Word", bound=StrEnum)
PASSAGES, PHRASES = "passages", "phrases"
"""The sheets that are read back."""
PASSAGE_COLUMNS = (
    Column("paper", 26),
    Column("place", 16),
    Column("before", 30),
    Column("quote", 52),
    Column("after", 30),
    Column("suggested influence", 20),
    Column("suggested direction", 12),
    Column("suggested assertion", 12),
    Column("why", 24),
    Column("verdict", 11, open=True),
    Column("influence", 24, open=True),
    Column("direction", 13, open=True),
    Column("assertion", 15, open=True),
    Column("study", 16, open=True),
    Column("setting", 18, open=True),
    Column("reason", 24, open=True),
    Column("note", 28, open=True),
    Column("suggestion id", 24),
    Column("seen", 24),
)
PHRASE_COLUMNS = (
    Column("phrase", 40),
    Column("papers", 30),
    Column("directions", 24),
    Column("cells", 34),
    Column("suggested influence", 24),
    Column("why", 24),
    Column("influence", 28, open=True),
    Column("phrase id", 34),
)
ANSWERS = tuple(column.name for column in PASSAGE_COLUMNS if column.open)
CLAIM = ("influence", "direction", "assertion", "study", "setting")
MOST_WORDS = 2000
"""Characters of a reason or a note, as over HTTP."""
MOST_TEXT = 32_767
"""Characters of one cell, by the limit of spreadsheets."""
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """One line of text in which what steers or hides other text is spelt out: `<U+202E>`."""
    return " ".join(_HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text).split())[:MOST_TEXT]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one cell of a row."""

    column: str
    message: str
    fix: str = ""


class Words:
    """The codebook as a drop-down shows it, and the influence that a cell means."""

    def __init__(self, material: Material) -> None:
        names = Counter(fold(row.name) for row in material.choices)
        self.labels = {
            row.id: visible(row.name if names[fold(row.name)] == 1 else f"{row.name} ({row.id})")
            for row in material.choices
        }
        self._ids = {fold(id_): id_ for id_ in self.labels} | {fold(text): id_ for id_, text in self.labels.items()}

    def influence(self, said: str) -> str | None:
        """The id behind a name or id."""
        return self._ids.get(fold(said))

    def unknown(self, said: str) -> Wrong:
        """Said where no influence is behind it."""
        hint = did_you_mean(near_misses(said, self.labels.values()))
        return Wrong("influence", f'the codebook has no influence "{said}".{hint}', "Choose one of the list.")


def spelled(setting: tuple[str | None, str]) -> str:
    """A setting as it is typed: `kind: name`."""
    kind, name = setting
    return name if kind is None else f"{kind}: {name}"


def said_of(cells: Mapping[str, str], shown: Suggestion, material: Material, words: Words) -> Said | tuple[Wrong, ...]:
    """What a filled row says of its suggestion, or everything that is wrong with it."""
    wrong: list[Wrong] = []
    verdict = _word(Verdict, "verdict", cells, wrong)
    if not cells["verdict"]:
        wrong.append(Wrong("verdict", "the row is filled in and has no verdict.", "Choose one, or empty the row."))
    wrong += [
        Wrong(name, f"it has {len(cells[name]):,} characters; {MOST_WORDS:,} fit.", "Shorten it.")
        for name in ("reason", "note")
        if len(cells[name]) > MOST_WORDS
    ]
    claims: tuple[Claim, ...] = ()
    if verdict in {Verdict.ACCEPT, Verdict.EDIT}:
        claims = tuple(_claim(cells, shown, material, words, wrong))
        if verdict is Verdict.EDIT and claims == (proposed(shown),):
            wrong.append(Wrong("verdict", "an edit changes something, and this row changes nothing.", "Use accept."))
    elif verdict is None:
        list(_claim(cells, shown, material, words, wrong))  # everything wrong with a row is told at once
    else:
        wrong += [
            Wrong(name, f'"{verdict}" claims nothing, and this says "{cells[name]}".', "Empty it, or use accept.")
            for name in CLAIM
            if cells[name]
        ]
    if wrong or verdict is None:
        return tuple(wrong)
    verdict = Verdict.ACCEPT if verdict is Verdict.EDIT else verdict
    about = (cells["reason"] or None, cells["note"] or None)
    return Said(verdict, claims, None, *about, None, _was_blind(cells), cells["seen"])


def proposed(shown: Suggestion) -> Claim:
    """The claim that a suggestion makes."""
    return Claim(shown.influence_id, shown.direction, shown.assertion, mitigated=shown.mitigated)


def _was_blind(cells: Mapping[str, str]) -> bool:
    """Whether the row was decided without seeing what is proposed: then nothing is in its columns."""
    return not cells["suggested influence"]


def _claim(
    cells: Mapping[str, str], shown: Suggestion, material: Material, words: Words, wrong: list[Wrong]
) -> Iterator[Claim]:
    """The claim of a row; none when something is wrong with it."""
    before = len(wrong)
    influence_id = words.influence(cells["influence"]) if cells["influence"] else shown.influence_id
    if influence_id is None:
        wrong.append(words.unknown(cells["influence"]))
    direction = _word(Direction, "direction", cells, wrong)
    assertion = _word(Assertion, "assertion", cells, wrong)
    if _was_blind(cells):
        wrong += [
            Wrong(name, "this passage is decided before the suggestion is seen.", f"Choose the {name}.")
            for name in ("influence", "direction")
            if not cells[name]
        ]
    study = _study(cells["study"], tuple(material.base.known.studies.get(shown.paper_id, ())), wrong)
    if len(wrong) > before or influence_id is None:
        return
    base = Claim("", Direction.UNCLEAR) if _was_blind(cells) else proposed(shown)
    kind, name = _setting(cells["setting"], material)
    yield replace(
        base,
        influence_id=influence_id,
        direction=direction or shown.direction,
        assertion=assertion or base.assertion,
        setting=name,
        setting_kind=kind,
        study_id=study,
    )


def _word(words: type[Word], column: str, cells: Mapping[str, str], wrong: list[Wrong]) -> Word | None:
    said = cells[column]
    if not said:
        return None
    try:
        return words(fold(said).replace(" ", "_"))
    except ValueError:
        hint = did_you_mean(near_misses(said, [word.value for word in words]))
        wrong.append(Wrong(column, f'"{said}" is no {column}.{hint}', f"Use one of: {', '.join(words)}."))
        return None


def _study(said: str, known: tuple[str, ...], wrong: list[Wrong]) -> str | None:
    found = next((id_ for id_ in known if fold(id_) == fold(said)), None)
    if said and found is None:
        wrong.append(Wrong("study", f'"{said}" is no study of this paper.', f"Use one of: {', '.join(known)}."))
    elif not said and len(known) > 1:
        message = f"the paper reports on {len(known)} studies."
        wrong.append(Wrong("study", message, f"Say which: {', '.join(known)}."))
    return found


def _setting(said: str, material: Material) -> tuple[str | None, str | None]:
    if not said:
        return None, None
    for setting in material.settings:
        if fold(said) == fold(visible(spelled(setting))):
            return setting
    kind, colon, name = said.partition(": ")
    return (kind.strip(), name.strip()) if colon and name.strip() else (None, said)


class Rehearsal:
    """Acts that are checked as if they were written, and kept instead: all rows are judged before one is written."""

    def __init__(self, acts: Acts, base: Base) -> None:
        self._acts = acts
        self._base = base

    @property
    def entries(self) -> list[Entry]:
        """Those that are written."""
        return self._acts.entries

    def act(self, draft: Draft) -> Applied:
        """What would be written. Raises DecisionRefused."""
        check_draft(draft)
        check_allowed(draft, self._base.known, self._acts.entries)
        id_ = entry_id(draft.curator, draft.device, draft.key)
        entry = Entry(id_, draft.key, 0, "", draft.curator, draft.device, draft.body, 0, "")
        return Applied(entry, made=False, needs_build=True)
