"""Tables of answers, long or wide -> one row a person, wave and kept item, as `RATINGS` of graph/survey.py has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import did_you_mean, near_misses
from graph.ids import fold, slug
from graph.survey import Instrument, Item, ItemStatus, RatingState
from ingest.mapping import RatingsSection
from ingest.survey.instrument import number_in, number_said
from ingest.survey.sheet import Sheet, check_groups, pseudonyms

Key = tuple[str, str, str | None, str]
"""Instrument id, respondent, wave and item id."""
Sitting = tuple[str, str, str | None]
"""Instrument id, respondent and wave."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where an answer stands and what it says."""

    state: RatingState
    value: float | None
    where: tuple[str, int, str]
    """File, row and column."""


@dataclass(frozen=True, slots=True)
class Who:
    """What is said of a person: site, role and language."""

    site: str | None
    role: str | None
    language: str | None


@dataclass
class Answers:
    """What all tables say. `who`: people by sitting, in the order of the tables; the first row of each counts."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    who: dict[Sitting, Who] = field(default_factory=dict)
    unstated: set[str] = field(default_factory=set)
    """Ids of instruments with a table that does not say `reversed_already`."""


@dataclass(frozen=True)
class _Row:
    """One row of a table: whose it is, and to which form."""

    number: int
    form: Instrument
    sitting: Sitting


class _Table:
    """One table while its cells are read into the answers."""

    def __init__(self, sheet: Sheet, section: RatingsSection, forms: tuple[Instrument, ...], into: Answers) -> None:
        self.sheet, self.section, self.forms, self.into = sheet, section, forms, into
        self.items = {form.id: {slug(item.item_id): item for item in form.items} for form in forms}
        self.answers = {fold(word): number for word, number in section.answers.items()}
        self.missing = {fold(word) for word in section.missing} | sheet.missing
        self.applies_not = {fold(word) for word in section.not_applicable}
        self.called = {fold(word): item for word, item in section.items.items()}

    def item_id(self, word: str) -> str:
        """The slug of the item that a column or a word stands for."""
        named = self.called.get(fold(word))
        return slug(named if named is not None else word.removeprefix(self.section.item_prefix))

    def rows(self, sites: Mapping[str, str]) -> list[_Row | None]:
        """The sitting of every row; null for a row that cannot be used, which is told."""
        sheet, section = self.sheet, self.section
        codes = pseudonyms(sheet, section)
        check_groups(sheet, (section.role, section.language, section.wave), codes)
        forms, waves = sheet.said(section.form), sheet.said(section.wave)
        said = zip(sheet.said(section.site), sheet.said(section.role), sheet.said(section.language), strict=True)
        found: list[_Row | None] = []
        for row, code, form_said, wave, (site, role, language) in zip(
            sheet.rows, codes, forms, waves, said, strict=True
        ):
            form = self._form(row, form_said)
            if form is None or code is None:
                found.append(None)
                continue
            sitting = (form.id, code, wave)
            who = Who(self._site(row, site, sites), role, language)
            if self.into.who.setdefault(sitting, who) != who:
                message = "this person has another site, role or language in a row before."
                fix = "Where two people share a code, give each their own; else correct the row."
                self._note(row, section.respondent, message, "another group", fix)
            self.into.unstated |= {form.id} if section.reversed_already is None else set()
            found.append(_Row(row, form, sitting))
        return found

    def _form(self, row: int, said: str | None) -> Instrument | None:
        fitting = [form for form in self.forms if said is None or fold(form.form or "") == fold(said)]
        if len(fitting) == 1:
            return fitting[0]
        names = [form.form or "(no form)" for form in self.forms]
        hint = did_you_mean(near_misses(said, names)).strip() if said else ""
        message = "nothing says which form was answered." if said is None else f'"{said}" is no form of this version.'
        fix = f"{hint} It has: {', '.join(names)}. The row is left out.".strip()
        self._note(row, self.section.form or self.section.respondent, message, "form", fix)
        return None

    def _site(self, row: int, said: str | None, sites: Mapping[str, str]) -> str | None:
        if said is None or (found := sites.get(fold(said))):
            return None if said is None else found
        hint = did_you_mean(near_misses(said, sites)).strip()
        fix = f"{hint} Give it a row there; until then the answers count for everybody, and for no site.".strip()
        self._note(row, self.section.site, f'"{said}" is no site of survey/sites.csv.', "unknown site", fix)
        return None

    def _note(self, row: int, spec: object, message: str, rule: str, fix: str) -> None:
        column = spec if isinstance(spec, str) else getattr(spec, "column", None)
        if column in self.sheet.raw.columns:
            self.sheet.note(row, str(column), message, rule, fix)
        else:
            self.sheet.told(message, rule, fix)

    def read(self, row: _Row, column: str, item: Item, text: str) -> None:
        """One answer: its state and value, or why it is left out."""
        where = (self.sheet.raw.path, row.number, column)
        cell = self._cell(row.number, column, item, text, where)
        key = (*row.sitting, item.item_id)
        before = self.into.cells.setdefault(key, cell)
        if before is cell:
            return
        place = f"row {before.where[1]}, column {before.where[2]}" + (
            "" if before.where[0] == where[0] else f" of {before.where[0]}"
        )
        if (before.state, before.value) == (cell.state, cell.value):
            message = f'the answer of this person to "{item.item_id}" stands in {place} already; it counts once.'
            self.sheet.note(row.number, column, message, "said twice", "Take one of the two out.")
            return
        message = f'the answer of this person to "{item.item_id}" is another one in {place}; both are left out.'
        fix = "Keep the right one, or give two people two codes."
        self.sheet.note(row.number, column, message, "said twice, differently", fix)
        self.into.cells[key] = Cell(RatingState.LEFT_OUT, None, before.where)

    def _cell(self, row: int, column: str, item: Item, text: str, where: tuple[str, int, str]) -> Cell:
        word = fold(text)
        if word in self.answers:
            number: float | None = self.answers[word]
        elif word in self.applies_not:
            return Cell(RatingState.NOT_APPLICABLE, None, where)
        elif word in self.missing:
            return Cell(RatingState.MISSING, None, where)
        else:
            number = number_in(text)
        if number is None:
            hint = did_you_mean(near_misses(text, self.section.answers)).strip()
            fix = f"{hint} Add it to `answers`, `missing` or `not_applicable`.".strip()
            self.sheet.note(row, column, f'"{text}" is no answer that is known.', "unknown word", fix)
        elif not item.scale_low <= number <= item.scale_high:
            scale = f"{number_said(item.scale_low)} to {number_said(item.scale_high)}"
            message = f'{text} is off the scale of "{item.item_id}", which is {scale}.'
            self.sheet.note(row, column, message, "off the scale", "Correct it, or name it under `missing`.")
        else:
            turn = item.reverse and not self.section.reversed_already
            value = item.scale_low + item.scale_high - number if turn else number
            return Cell(RatingState.ANSWERED, value, where)
        return Cell(RatingState.LEFT_OUT, None, where)


def read_ratings(
    sheet: Sheet, section: RatingsSection, forms: tuple[Instrument, ...], sites: Mapping[str, str], into: Answers
) -> None:
    """Add the answers of one table. `forms` are those of its version; `sites`: folded code or name -> code."""
    table = _Table(sheet, section, forms, into)
    rows = table.rows(sites)
    cells = _wide(table, rows) if section.shape == "wide" else _long(table, rows)
    dropped: set[str] = set()
    for row, column, item_id, text in cells:
        item = table.items[row.form.id].get(item_id)
        if item is not None and item.status is ItemStatus.KEPT:
            table.read(row, column, item, text)
        elif item is not None and item.item_id not in dropped and fold(text) not in table.missing:
            dropped.add(item.item_id)
            message = f'"{item.item_id}" was dropped from this version; answers to it are not used.'
            sheet.note(row.number, column, message, "dropped item", "Correct `version`, or the item's status.")


def _wide(table: _Table, rows: list[_Row | None]) -> Iterator[tuple[_Row, str, str, str]]:
    """Row, column, item and cell of a table with one column an item."""
    sheet, section = table.sheet, table.section
    forms = list({row.form.id: row.form for row in rows if row is not None}.values())
    known = {item_id: item for form in forms for item_id, item in table.items[form.id].items()}
    kept = {slug(item.item_id) for form in forms for item in form.kept}
    columns = {}
    for name in sheet.raw.columns:
        if name in sheet.touched or name in section.ignore:
            continue
        if (item_id := table.item_id(name)) in known:
            columns[name] = item_id
        else:
            _unknown_column(table, name, known)
    lacking = [item.item_id for id_, item in known.items() if id_ in kept - set(columns.values())]
    if lacking:
        message = f"it has no column for {', '.join(lacking)}; nobody is taken to have answered."
        sheet.told(message, "no column", "Map it under `items`, or drop the item.")
    for name in section.items:
        sheet.has(name)
    for name, item_id in columns.items():
        for row, text in zip(rows, sheet.column(name), strict=True):
            if row is not None and item_id in table.items[row.form.id]:
                yield row, name, item_id, text


def _unknown_column(table: _Table, name: str, known: Mapping[str, Item]) -> None:
    sheet = table.sheet
    near = near_misses(table.item_id(name), known)
    fix = f"{did_you_mean(near).strip()} Map it under `items`, or list it under `ignore`.".strip()
    message = "it is no item of this version, and nothing else in review.toml names it."
    sheet.told(message, "unknown column", fix, name)


def _long(table: _Table, rows: list[_Row | None]) -> Iterator[tuple[_Row, str, str, str]]:
    """Row, column, item and cell of a table with one row an answer."""
    sheet, section = table.sheet, table.section
    item_column, value_column = str(section.item), str(section.value)
    if not (sheet.has(item_column) & sheet.has(value_column)):
        return
    for row, word, text in zip(rows, sheet.column(item_column), sheet.column(value_column), strict=True):
        if row is None:
            continue
        item_id = table.item_id(word)
        items = table.items[row.form.id]
        if item_id in items:
            yield row, value_column, item_id, text
        else:
            near = near_misses(word, [item.item_id for item in items.values()])
            fix = f"{did_you_mean(near).strip()} Map it under `items`.".strip()
            sheet.note(row.number, item_column, f'"{word}" is no item of this form.', "unknown item", fix)
