"""`narragraph survey check`: what was read of survey/, and every cell that could not be used; for the files' owner."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal, printable
from graph.errors import DataInvalid

if TYPE_CHECKING:
    from graph.errors import SynthesisError
    from graph.survey import Instrument, Survey

FORMS = (
    *(Column(name) for name in ("version", "form")),
    *(Column(name, "integer") for name in ("kept items", "dropped items", "people")),
    *(Column(name, "integer") for name in ("answered", "missing", "not applicable", "left out")),
)
NOTES = (Column("file"), Column("row", "integer"), Column("column"), Column("kind"), Column("note"), Column("to do"))
HERE = "survey/"


def check(context: typer.Context, folder: Folder = None, form: FormOption = None, as_json: Json = False) -> None:
    """Read survey/ and name every cell, row and column that is odd or was left out, with what to do (exit 3).

    For whoever owns the files: this is the only command that speaks of single rows, and it leaves no report behind. The
    rest of the survey is analysed all the same.
    """
    from cli.reading import read

    terminal: Terminal = context.obj
    ingested = read(review_folder(folder), terminal, strict=False)
    if ingested.review is None:
        raise DataInvalid(ingested.report.problems)
    found = ingested.survey
    stopped = [problem for problem in ingested.report.problems if _of_survey(problem, found.tables)]
    notes = [*stopped, *found.notes]
    forms = [_form(found.survey, one) for one in found.survey.instruments]
    rows = [_row(note) for note in notes]
    chosen = chosen_form(form, as_json)
    if chosen is Form.JSON:
        said = {"synthetic": found.survey.synthetic, "forms": forms, "notes": rows}
        write_json({**said, "problems": len(stopped), "sites": len(found.survey.sites)}, sys.stdout)
    elif chosen is Form.TABLE:
        typer.echo("\n".join(map(printable, _told(found.survey))))
        write_rows(Form.TABLE, FORMS, forms, sys.stdout)
        if rows:
            typer.echo()
            write_rows(Form.TABLE, NOTES, rows, sys.stdout)
    else:
        write_rows(chosen, NOTES, rows, sys.stdout)
    sys.stdout.flush()
    if not notes:
        terminal.say(
            "Nothing is odd." if forms else "There is no survey/instrument.csv. docs/survey.md says how to begin."
        )
        return
    many = "1 note" if len(notes) == 1 else f"{len(notes):,} notes"
    terminal.warn(f"{many}; nothing is built before {len(stopped):,} of them are mended." if stopped else f"{many}.")
    raise typer.Exit(Code.DATA_INVALID)


def _told(survey: Survey) -> Iterator[str]:
    from graph.survey import SYNTHETIC

    if survey.synthetic:
        yield SYNTHETIC
    measures = len(set(survey.outside.column("measure").to_pylist()))
    yield f"sites {len(survey.sites)}, outside measures {measures}, hypotheses {len(survey.hypotheses)}"
    yield f"groups of fewer than {survey.smallest_group} people are never shown"


def _form(survey: Survey, one: Instrument) -> dict[str, object]:
    """One form in numbers of answers; the number of people only when it may be shown."""
    import pyarrow.compute as pc

    from graph.survey import RatingState
    from graph.survey_shown import fewer, shown_count

    mine = survey.ratings.filter(pc.equal(survey.ratings.column("instrument_id"), one.id))
    people = len(set(mine.column("respondent").to_pylist()))
    states = mine.column("state").to_pylist()
    shown = shown_count(people, survey.smallest_group)
    return {
        "version": one.version,
        "form": one.form,
        "kept items": len(one.kept),
        "dropped items": len(one.items) - len(one.kept),
        "people": fewer(survey.smallest_group) if shown is None else shown,
        **{state.value.replace("_", " "): states.count(state.value) for state in RatingState},
    }


def _of_survey(problem: SynthesisError, tables: Sequence[str]) -> bool:
    path, key = str(getattr(problem, "path", "")), str(getattr(problem, "key", "") or "")
    return path.startswith(HERE) or path in tables or key.startswith("survey") or "hypothesis" in str(problem)


def _row(note: SynthesisError) -> Mapping[str, object]:
    """One note in columns."""
    said = note.fields()
    place = f"{said['path']}, sheet {said['sheet']}" if said.get("sheet") else said.get("path")
    return {
        "file": place,
        "row": said.get("row"),
        "column": said.get("column"),
        "kind": said.get("rule") or "problem",
        "note": getattr(note, "problem", str(note)),
        "to do": said.get("fix") or None,
    }
