"""What each row of a filled workbook comes to, judged before any of them is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cli.decide_card import written
from cli.workbook_import import Filled, Row
from curation.desk import Desk, Said
from curation.entries import Body, Decision, Draft, Entry, PhraseChange
from curation.workbook import PASSAGES, Words, Wrong, said_of, visible
from graph.errors import DecisionRefused, NotFound
from graph.ids import digest, draft_influence_id

_SORTED = "Whole rows were not kept together; export again."


class Came(StrEnum):
    """What a row comes to."""

    DECIDED = "decided"
    BLANK = "blank"
    ALREADY = "already"
    CHANGED = "changed"
    WRONG = "wrong"


@dataclass(frozen=True)
class Judged:
    """What one row comes to, what is to be told of it, and what it writes."""

    sheet: str
    came: Came
    lines: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()


class Judge:
    """Judges the rows of one workbook. `rehearsed` is a desk whose acts are checked and not written."""

    def __init__(self, filled: Filled, desk: Desk, rehearsed: Desk, who: tuple[str, str]) -> None:
        self._filled, self._desk, self._rehearsed, self._who = filled, desk, rehearsed, who
        self._material = desk.material
        self._words = Words(desk.material)
        self._prefix = f"w.{filled.id}."
        self._waiting = {task.id: task for task in self._material.waiting_phrases}
        self._held: dict[str, set[str]] = {}
        """Draft influence of a phrase -> the influences that it was given to."""
        for phrase, influence_id in self._material.phrases.items():
            self._held.setdefault(draft_influence_id(phrase), set()).add(influence_id)
        self._changes = _by_draft(desk.state(None).changes)
        mine = [entry for entry in desk.entries(who[0]) if entry.curator == who[0]]
        self._my_changes = _by_draft(mine)
        self._my_decisions: dict[str, list[Entry]] = {}
        for entry in mine:
            if isinstance(entry.body, Decision):
                self._my_decisions.setdefault(entry.body.suggestion.id, []).append(entry)

    def judged(self) -> list[Judged]:
        """Every row, in the order of the workbook."""
        answers: dict[tuple[str, str], list[Row]] = {}
        for row in self._filled.rows:
            if row.filled and row.id:
                answers.setdefault((row.sheet, row.id), []).append(row)
        return [self._row(row, answers.get((row.sheet, row.id), [row])) for row in self._filled.rows]

    def _row(self, row: Row, same: Sequence[Row]) -> Judged:
        if not row.filled:
            return Judged(row.sheet, Came.BLANK)
        if not row.id:
            column = "suggestion id" if row.sheet == PASSAGES else "phrase id"
            return _wrong(row, Wrong(column, "the row is filled in and has no id.", "Put its id back, or empty it."))
        if len({one.answer for one in same}) > 1:
            others = ", ".join(str(one.number) for one in same if one is not row)
            column = "verdict" if row.sheet == PASSAGES else "influence"
            message = f"row {others} says something else of the same {row.sheet.removesuffix('s')}."
            return _wrong(row, Wrong(column, message, "Keep one of them."))
        if row is not same[0]:
            return Judged(row.sheet, Came.ALREADY)
        return self._passage(row) if row.sheet == PASSAGES else self._phrase(row)

    def _passage(self, row: Row) -> Judged:
        try:
            shown = self._desk.suggestion(self._who[0], row.id)
        except NotFound as error:
            message = f"{error} The texts or the codebook changed since the export."
            return _wrong(row, Wrong("suggestion id", message, "Export again."))
        if row.cells["quote"] != visible(shown.anchor.quote):
            return _wrong(row, Wrong("quote", f"it is not the passage of {row.id}.", _SORTED))
        said = said_of(row.cells, shown, self._material, self._words)
        if not isinstance(said, Said):
            return _wrong(row, *said)
        said = replace(said, blind=said.blind and row.id not in self._my_decisions)
        mine = [entry for entry in self._desk.on(self._who[0], row.id) if entry.curator == self._who[0]]
        newest = mine[-1] if mine else None
        key = self._key(row.id, [*row.answer, newest.id if newest else ""])
        try:
            done = self._rehearsed.decide((*self._who, key), row.id, said)
        except DecisionRefused as error:
            return _wrong(row, Wrong("verdict", str(error).removesuffix(" Nothing was written.")))
        body = done.applied.entry.body
        met = tuple(
            f"{row.place}: meanwhile {self._material.name(entry.curator)} had decided: "
            f"{written(entry, self._material)}. Both are kept."
            for entry in done.meanwhile
            if entry.curator != self._who[0]
        )
        draft = Draft(*self._who, key, body)
        return self._elsewhere(row, body, newest) or Judged(row.sheet, Came.DECIDED, met, (draft,))

    def _elsewhere(self, row: Row, body: Body, newest: Entry | None) -> Judged | None:
        """A row that is not to be written: it is already, or it would overwrite what was decided elsewhere since."""
        if newest is not None and _says(newest.body) == _says(body):
            return Judged(row.sheet, Came.ALREADY)
        if newest is not None and not self._is_of(newest):
            return _changed(row, f"you decided otherwise elsewhere ({written(newest, self._material)})")
        if newest is None and any(self._is_of(entry) for entry in self._my_decisions.get(row.id, ())):
            return _changed(row, "you took this decision back since it was imported")
        return None

    def _phrase(self, row: Row) -> Judged:
        wanted = self._words.influence(row.cells["influence"])
        if wanted is None:
            return _wrong(row, self._words.unknown(row.cells["influence"]))
        task = self._waiting.get(row.id)
        if task is None:
            return self._assigned_phrase(row, wanted)
        if row.cells["phrase"] != visible(task.phrase):
            return _wrong(row, Wrong("phrase", f"it is not the phrase of {row.id}.", _SORTED))
        imported = any(self._is_of(entry) for entry in self._my_changes.get(row.id, ()))
        if imported and not self._changes.get(row.id):
            return _changed(row, "you took this back since it was imported")
        return self._written_phrase(row, [wanted, ""], self._desk.phrase_changes(task.phrase, wanted))

    def _assigned_phrase(self, row: Row, wanted: str) -> Judged:
        """A phrase that does not wait any more."""
        held = self._held.get(row.id)
        if not held:
            message = f'no phrase with the id "{row.id}" is in the tables any more.'
            return _wrong(row, Wrong("phrase id", message, "Export again."))
        if held == {wanted}:
            return Judged(row.sheet, Came.ALREADY)
        standing = self._changes.get(row.id)
        if not standing or not self._is_of(standing[-1]):
            names = ", ".join(sorted(self._words.labels.get(id_, id_) for id_ in held))
            return _changed(row, f"it was given to {names} elsewhere")
        spellings = dict.fromkeys(entry.body.phrase for entry in standing if isinstance(entry.body, PhraseChange))
        changes = [change for phrase in spellings for change in self._desk.phrase_changes(phrase, wanted)]
        return self._written_phrase(row, [wanted, standing[-1].id], changes)

    def _written_phrase(self, row: Row, parts: Sequence[str], changes: Sequence[PhraseChange]) -> Judged:
        """An entry for each spelling, with a key that begins as those of the others."""
        key = self._key(row.id, parts)
        drafts = [Draft(*self._who, f"{key}.{int(digest([one.phrase], 8), 16)}", one) for one in changes]
        try:
            for draft in drafts:
                self._rehearsed.act((draft.curator, draft.device, draft.key), draft.body)
        except DecisionRefused as error:
            return _wrong(row, Wrong("influence", str(error).removesuffix(" Nothing was written.")))
        return Judged(row.sheet, Came.DECIDED, (), tuple(drafts))

    def _is_of(self, entry: Entry) -> bool:
        """Whether an import of this workbook wrote an entry."""
        return entry.curator == self._who[0] and entry.key.startswith(self._prefix)

    def _key(self, id_: str, parts: Sequence[str]) -> str:
        """The same answer of the same workbook has the same key, so that it is written once."""
        return f"{self._prefix}{digest([id_, *parts])}"


def _by_draft(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Entries about phrases by draft influence, each in order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.body, PhraseChange):
            found.setdefault(draft_influence_id(entry.body.phrase), []).append(entry)
    return found


def _wrong(row: Row, *wrong: Wrong) -> Judged:
    return Judged(row.sheet, Came.WRONG, tuple(row.line(one) for one in wrong))


def _changed(row: Row, why: str) -> Judged:
    return Judged(row.sheet, Came.CHANGED, (f"{row.place}: {why}; this row was not written.",))


def _says(body: Body) -> object:
    """What two decisions on one suggestion must have in common to be the same."""
    return (body.verdict, body.claims, body.reason, body.note) if isinstance(body, Decision) else body
