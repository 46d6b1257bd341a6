"""What the commands of a survey's numbers share: reading survey/, and printing figures with what they assume."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.rows import Form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal, printable
from graph.errors import DataInvalid, ReviewFolderError

if TYPE_CHECKING:
    from graph.survey import Group, Instrument, Survey
    from ingest.survey.read import ReadSurvey
    from synthesis.survey.contracts import Analysis, Figure

FIGURE_COLUMNS = (
    *(Column(name) for name in ("instrument_id", "wave", "method", "about", "influence_id", "with_id", "item_id")),
    *(Column(name) for name in ("group_kind", "group_name")),
    Column("respondents", "integer"),
    *(Column(name, "float") for name in ("value", "low", "high", "p", "p_adj")),
    *(Column(name) for name in ("interval_kind", "assumes", "sentence", "refused")),
    Column("seed", "integer"),
    Column("synthetic", "boolean"),
)
PEOPLE_COLUMNS = (
    *(Column(name) for name in ("statistic", "group")),
    *(Column(name, "integer") for name in ("people", "value", "95 % interval", "p")),
    Column("what it says"),
)


@dataclass(frozen=True)
class Part:
    """One form in one wave."""

    instrument: Instrument
    wave: str | None

    @property
    def heading(self) -> str:
        """In words, fit for a terminal."""
        parts = [f"{self.instrument.name}, version {self.instrument.version}"]
        parts += [f"form {self.instrument.form}"] if self.instrument.form else []
        return printable(", ".join([*parts, *([f"wave {self.wave}"] if self.wave else [])]))


def read_for_numbers(folder: Path, terminal: Terminal) -> ReadSurvey:
    """The survey of a folder. Raises ReviewFolderError where there is none, DataInvalid where nothing could be read.

    What is wrong elsewhere is told, and the rest is analysed.
    """
    from cli.reading import read

    ingested = read(folder, terminal, strict=False)
    found, problems = ingested.survey, ingested.report.problems
    if not found.survey.ratings.num_rows and found.shown is None:
        if problems:
            raise DataInvalid(problems)
        said = "there are no ratings to count. docs/survey.md says what to put there."
        raise ReviewFolderError("survey/", said)
    if problems:
        terminal.warn(f"{len(problems):,} of the folder's problems are left aside; `narragraph check` names them.")
    if found.notes:
        terminal.say(f"{len(found.notes):,} notes on cells of survey/; `narragraph survey check` names them.")
    return found


def parts_of(survey: Survey, keys: Sequence[tuple[str, str | None]]) -> Iterator[Part]:
    """The forms and waves that something is said of, in the order of the survey."""
    for instrument in survey.instruments:
        waves = dict.fromkeys(wave for id_, wave in keys if id_ == instrument.id)
        yield from (Part(instrument, wave) for wave in waves)


def group_words(survey: Survey, group: Group) -> str:
    """`everybody`, `site Ulm`, `role staff`; a site by its name."""
    names = {site.site: site.name for site in survey.sites}
    return str(replace(group, name=names.get(group.name or "", group.name)) if group.kind == "site" else group)


def figure_row(figure: Figure) -> dict[str, object]:
    """All columns, for programs."""
    plain = {name: getattr(figure, name, None) for name in (column.name for column in FIGURE_COLUMNS)}
    return {**plain, "group_kind": figure.group.kind.value, "group_name": figure.group.name}


Cells = Mapping[str, Mapping[str, str | None]]
"""Row -> column -> what stands there."""


@dataclass(frozen=True)
class Matrix:
    """Figures of one method that people read as a matrix; `title` says what its marks mean."""

    method: str
    title: str
    cells: Callable[[Survey, Sequence[Figure]], Cells]


@dataclass(frozen=True)
class Telling:
    """How figures are told to people. `words`: method -> its name; `hint`: what option shows more.

    Matrices come first; a row of its own has every figure that `shown` is true of.
    """

    words: Mapping[str, str]
    matrices: Sequence[Matrix]
    shown: Callable[[Figure], bool]
    hint: str | None = None


def tell_analysis(place: Path, only: Analysis, form: Form, telling: Telling, terminal: Terminal) -> None:
    """The figures of one analysis of a folder's survey: for programs every figure with every column; for people tables,
    then what each statistic assumes.
    """
    from cli.survey_stored import figures_of

    found = read_for_numbers(place, terminal)
    survey, figures = found.survey, figures_of(place, found, only, list(telling.words), terminal)
    if form is Form.TABLE:
        _write_tables(survey, figures, telling)
        if telling.hint is not None:
            terminal.say(telling.hint)
        return
    rows, said = [figure_row(figure) for figure in figures], told_first(survey)
    if form is Form.JSON:
        write_json({"synthetic": survey.synthetic, "said": said, "rows": rows}, sys.stdout)
        return
    for line in said:
        terminal.warn(line)
    write_rows(form, FIGURE_COLUMNS, rows, sys.stdout)


def _write_tables(survey: Survey, figures: Sequence[Figure], telling: Telling) -> None:
    for line in told_first(survey):
        typer.echo(line)
    for part in parts_of(survey, [(one.instrument_id, one.wave) for one in figures]):
        typer.echo(f"\n{part.heading}\n")
        of = [one for one in figures if (one.instrument_id, one.wave) == (part.instrument.id, part.wave)]
        for matrix in telling.matrices:
            _write_matrix(matrix.cells(survey, [one for one in of if one.method == matrix.method]), matrix.title)
        rows = [_for_people(survey, one, telling.words) for one in of if telling.shown(one)]
        write_rows(Form.TABLE, PEOPLE_COLUMNS, rows, sys.stdout)
    typer.echo("\nWhat they assume:")
    in_matrix = {matrix.method for matrix in telling.matrices}
    for method, name in telling.words.items():
        same = [one for one in figures if one.method == method and (method in in_matrix or telling.shown(one))]
        if same:
            kinds = sorted({one.interval_kind for one in same if one.interval_kind})
            # What one figure adds of its own (a residual, a number of arrangements) stands in the other formats.
            common = min((one.assumes for one in same), key=len)
            typer.echo(f"- {name}: {common}.{f' Interval: {kinds[0]}.' if kinds else ''}")


def _write_matrix(cells: Cells, title: str) -> None:
    """Rows and columns in the order in which they are met."""
    names = list(dict.fromkeys(name for row in cells.values() for name in row))
    if names:
        typer.echo(f"{title}\n")
        columns = [Column(""), *(Column(name) for name in names)]
        rows = [{"": name, **dict.fromkeys(names), **row} for name, row in cells.items()]
        write_rows(Form.TABLE, columns, rows, sys.stdout)
        typer.echo()


def _for_people(survey: Survey, figure: Figure, words: Mapping[str, str]) -> dict[str, object]:
    p = figure.p if figure.p_adj is None else figure.p_adj
    return {
        "statistic": words[figure.method],
        "group": group_words(survey, figure.group),
        "people": figure.respondents,
        "value": two(figure.value),
        "95 % interval": interval(figure.low, figure.high),
        "p": None if p is None else short_p(p),
        "what it says": figure.sentence,
    }


def told_first(survey: Survey) -> list[str]:
    """What stands above everything: that ratings are made up, and which groups are not shown."""
    from graph.survey import SYNTHETIC

    return [*([SYNTHETIC] if survey.synthetic else []), privacy(survey)]


def privacy(survey: Survey) -> str:
    """The rule that every number here obeys."""
    few = survey.smallest_group
    return f"Groups of fewer than {few} people, and what would give them away, are not shown (docs/survey.md)."


def two(value: float | None) -> str | None:
    """Two decimals."""
    from synthesis.survey.words import number

    return None if value is None else number(value)


def interval(low: float | None, high: float | None) -> str | None:
    """`0.79 to 0.88`."""
    return None if low is None or high is None else f"{two(low)} to {two(high)}"


def short_p(p: float) -> str:
    """`0.03`, `< 0.001`."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
