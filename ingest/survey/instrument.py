"""survey/instrument.csv -> the measure: one row an item, version, form and language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import TableError, did_you_mean
from graph.ids import fold, slug
from graph.survey import Instrument, Item, ItemStatus
from ingest.codebook import Codebook, records_of
from ingest.problems import Problems
from ingest.survey.sheet import Reading

INSTRUMENT = "survey/instrument.csv"
NEEDED = ("item_id", "influence_id", "version", "scale_min", "scale_max")
ORIGINAL = "und"
"""The tag of wording whose language no row says (BCP 47: undetermined)."""
YES, NO = frozenset(("yes", "true", "1", "x")), frozenset(("", "no", "false", "0"))
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def number_in(text: str) -> float | None:
    """The number that a cell holds, with a point or a comma; null when it is none."""
    stripped = text.strip()
    return float(stripped.replace(",", ".")) if _NUMBER.fullmatch(stripped) else None


def number_said(number: float) -> str:
    """A number as people write it: 3, 2.5."""
    return f"{number:g}"


@dataclass
class _Item:
    """An item while its rows are read; `row` is the first that names it."""

    row: int
    record: Mapping[str, str]
    influence_id: str | None
    scale: tuple[float, float]
    position: int
    reverse: bool
    status: ItemStatus
    reason: str | None
    wording: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)

    def made(self) -> Item:
        low, high = self.scale
        return Item(
            self.record["item_id"],
            self.influence_id,
            self.position,
            low,
            high,
            reverse=self.reverse,
            status=self.status,
            reason=self.reason,
            wording=self.wording,
            anchors=self.anchors,
        )


_Form = tuple[str, str, str]
"""Name, version and form, folded."""


@dataclass
class _Forms:
    """The forms while the file is read; what is told goes to `problems` or, of single items, to `notes`."""

    codebook: Codebook
    problems: Problems
    notes: Problems
    spelled: dict[_Form, tuple[str, str, str | None]] = field(default_factory=dict)
    forms: dict[_Form, dict[str, _Item]] = field(default_factory=dict)
    nameless: bool = False
    """Whether a row was met whose measure has no name."""

    def wrong(self, row: int, column: str, message: str, rule: str, fix: str = "") -> None:
        self.problems.add(TableError(INSTRUMENT, message, row=row, column=column, rule=rule, fix=fix))

    def note(self, row: int, column: str, message: str, rule: str, fix: str = "") -> None:
        self.notes.add(TableError(INSTRUMENT, message, row=row, column=column, rule=rule, fix=fix))


def read_instruments(opened: Reading, name: str | None, codebook: Codebook) -> tuple[Instrument, ...]:
    """Every version and form of the measure, in the order of the file; none where there is no such file.

    What contradicts itself is a problem. An item without an influence that the codebook knows, or without a scale yet,
    is a note: the former enters no score, the latter no form.
    """
    reading = _Forms(codebook, opened.problems, opened.notes)
    for row, record in records_of(opened.folder, INSTRUMENT, NEEDED, opened.inputs, opened.problems):
        if not record["item_id"].startswith("#"):
            _read_row(reading, row, record, name)
    return tuple(
        Instrument(*reading.spelled[form], tuple(sorted((one.made() for one in items.values()), key=_place)))
        for form, items in reading.forms.items()
    )


def _place(item: Item) -> int:
    return item.position


def _read_row(reading: _Forms, row: int, record: Mapping[str, str], name: str | None) -> None:
    called = record.get("instrument") or name or None
    if not _is_named(reading, row, record, called) or called is None:
        return
    spelled = (called, record["version"], record.get("form") or None)
    form = (fold(called), fold(spelled[1]), fold(spelled[2] or ""))
    reading.spelled.setdefault(form, spelled)
    items = reading.forms.get(form, {})
    known = items.get(slug(record["item_id"]))
    if known is None:
        known = _first(reading, row, record, len(items) + 1)
        if known is None:
            return
        reading.forms.setdefault(form, {})[slug(record["item_id"])] = known
    elif not _agrees(reading, row, record, known):
        return
    language = record.get("language") or ORIGINAL
    if (before := known.languages.setdefault(language, row)) != row:
        message = f'"{record["item_id"]}" of this version and form stands in {language} in row {before} already.'
        reading.wrong(row, "language", message, "duplicate", "Keep one of the two rows.")
        return
    if wording := record.get("wording"):
        known.wording[language] = wording
    if anchors := _anchors(reading, row, record, known.scale):
        known.anchors[language] = anchors


def _is_named(reading: _Forms, row: int, record: Mapping[str, str], called: str | None) -> bool:
    """Whether a row names its item, version and measure."""
    for column in ("item_id", "version"):
        if not record[column]:
            reading.wrong(row, column, "it is blank.", "blank", f"Give every row its {column}.")
            return False
    if called is None and not reading.nameless:
        fix = "Name it: `name` under [survey] in review.toml, or a column `instrument`."
        message = "nothing says the name of the measure, so its items are in no form yet."
        reading.note(row, "instrument", message, "no name", fix)
        reading.nameless = True
    return called is not None


def _first(reading: _Forms, row: int, record: Mapping[str, str], position: int) -> _Item | None:
    """The item as the first row that names it has it; null when it cannot be used, which is told."""
    if not record["scale_min"] and not record["scale_max"]:
        fix = "Fill scale_min and scale_max; until then it is in no form."
        reading.note(row, "scale_min", f'"{record["item_id"]}" has no scale yet.', "no scale", fix)
        return None
    scale = _scale(reading, row, record)
    reverse = _yes(reading, row, record)
    status = record.get("status", "").casefold() or ItemStatus.KEPT.value
    place = record.get("position", "")
    if status not in set(ItemStatus):
        fix = f"Use one of: {', '.join(ItemStatus)}."
        reading.wrong(row, "status", f'"{record["status"]}" is not a status of an item.', "status", fix)
    elif place and not place.isdecimal():
        reading.wrong(row, "position", f'"{place}" is not a place in the form.', "position", "Count from 1.")
    elif scale is not None and reverse is not None:
        reason = record.get("reason") or None
        if status == ItemStatus.DROPPED and reason is None:
            reading.note(row, "reason", f'nothing says why "{record["item_id"]}" was dropped.', "no reason")
        influence = _influence(reading, row, record)
        return _Item(row, record, influence, scale, int(place or position), reverse, ItemStatus(status), reason)
    return None


def _scale(reading: _Forms, row: int, record: Mapping[str, str]) -> tuple[float, float] | None:
    low, high = number_in(record["scale_min"]), number_in(record["scale_max"])
    if low is None or high is None or low >= high:
        said = f'"{record["scale_min"]}" to "{record["scale_max"]}" is no scale.'
        reading.wrong(row, "scale_min", said, "scale", "Give the lowest and the highest answer as numbers.")
        return None
    return low, high


def _yes(reading: _Forms, row: int, record: Mapping[str, str]) -> bool | None:
    said = record.get("reverse", "").casefold()
    if said in YES | NO:
        return said in YES
    reading.wrong(row, "reverse", f'"{said}" is neither yes nor no.', "reverse", "Write yes or no.")
    return None


def _influence(reading: _Forms, row: int, record: Mapping[str, str]) -> str | None:
    said = record["influence_id"]
    codebook = reading.codebook
    found = codebook.moved.get(said, said)
    if found in codebook.influences:
        return found
    if named := codebook.find(said):
        return named
    message = f'"{record["item_id"]}" has no influence.' if not said else f'"{said}" is no influence of the codebook.'
    hint = did_you_mean(codebook.near(said)).strip()
    reading.note(row, "influence_id", message, "no influence", f"{hint} The item enters no score.".strip())
    return None


def _agrees(reading: _Forms, row: int, record: Mapping[str, str], known: _Item) -> bool:
    """Whether a further row of an item says nothing else than the first; blank cells say nothing."""
    for column in ("influence_id", "scale_min", "scale_max", "reverse", "status", "position"):
        said, before = record.get(column, ""), known.record.get(column, "")
        if said and fold(said) != fold(before):
            message = f'"{record["item_id"]}" has "{said}" here and "{before}" in row {known.row}.'
            fix = "Correct one of the two, or give the item another item_id, version or form."
            reading.wrong(row, column, message, "contradiction", fix)
            return False
    return True


def _anchors(
    reading: _Forms, row: int, record: Mapping[str, str], scale: tuple[float, float]
) -> Mapping[str, str] | None:
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, record.get("anchors", "").split(";"))):
        answer, _, words = part.partition("=")
        number = number_in(answer)
        if number is None or not words.strip() or not scale[0] <= number <= scale[1]:
            message = f'"{part}" is no answer of the scale with its words.'
            reading.wrong(row, "anchors", message, "anchors", "Write them like: 1=never; 5=always.")
            return None
        found[number_said(number)] = words.strip()
    return found
