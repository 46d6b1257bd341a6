"""What waits as a workbook, and a filled workbook as decisions."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.exits import Code
from cli.terminal import Terminal
from cli.workbook_file import Content, write_file
from cli.workbook_import import read_filled
from cli.workbook_judge import Came, Judge, Judged
from curation.cards import card
from curation.desk import Desk
from curation.queue import BATCH, Kind, Known, Order, Part, Queue
from curation.workbook import PASSAGES, PHRASES, Rehearsal, Words, spelled, visible
from graph.errors import ConfigError, SynthesisError
from graph.spreadsheet import LIST_SEPARATOR
from graph.suggestions import Suggestion
from nlp.phrase_tasks import PhraseTask

if TYPE_CHECKING:
    from cli.decide import At

ORDERED = 100
"""Batches that are put in order when all is written: each looks through everything that waits."""
MOST_CELLS = 20
"""Cells that a row of a phrase names."""


def export_workbook(at: At, file: Path, part: Part, batches: int | None, terminal: Terminal) -> None:
    """Write what waits for a curator, in the order of the queue. Raises ConfigError when the file is there already."""
    if file.suffix.lower() != ".xlsx":
        raise ConfigError("--export", f'"{file}" must end in .xlsx.')
    if not file.absolute().parent.is_dir():
        raise ConfigError("--export", f'"{file.absolute().parent}" is not a folder.')
    if file.exists():
        raise ConfigError("--export", f'"{file}" is there already and may hold answers. Choose another name.')
    words, material = Words(at.opened.material), at.opened.material
    passages, phrases = _waiting(at, part, batches)
    if not passages and not phrases:
        terminal.say(f"Nothing waits for {at.who[0]}; no workbook was written.")
        return
    rows = {
        PASSAGES: [_passage(at, one, words) for one in passages],
        PHRASES: [_phrase(task, words) for task in phrases],
    }
    studies = {nth: material.base.known.studies.get(one.paper_id, ()) for nth, one in enumerate(passages)}
    content = Content(
        _about(at),
        rows,
        words.labels,
        material.choices,
        [visible(spelled(one)) for one in material.settings],
        {nth: known for nth, known in studies.items() if len(known) > 1},
    )
    write_file(file, content)
    typer.echo(f"{file}: {len(passages):,} passages, {len(phrases):,} phrases")
    there = f" --folder {at.folder}" if at.folder else ""
    terminal.say(
        f"Next: fill in the yellow columns, then `narragraph decide{there} --import {file} --curator {at.who[0]}`."
    )


def _about(at: At) -> dict[str, str]:
    return {
        "review": _review(at),
        "curator": at.who[0],
        "workbook": secrets.token_hex(6),
        "made": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }


def _review(at: At) -> str:
    return str(at.opened.tables.node("Review").column("id")[0].as_py())


def _waiting(at: At, part: Part, batches: int | None) -> tuple[list[Suggestion], list[PhraseTask]]:
    """The passages and phrases that wait, at most as many as the batches hold."""
    queue = Queue(at.desk, _all_of(at.opened.order, batches))
    most = len(at.opened.material.suggestions) if batches is None else batches * BATCH
    passages: Sequence[object] = ()
    if part.kind is not Kind.PHRASES:
        passages = queue.upcoming(at.who[0], Part(part.paper, part.influence, Kind.PASSAGES), most)
    phrases: Sequence[object] = () if part.kind is Kind.PASSAGES else queue.phrases(part)
    tasks = [task for task in phrases if isinstance(task, PhraseTask)]
    found = [one for one in passages if isinstance(one, Suggestion)]
    return found, tasks if batches is None else tasks[:most]


def _all_of(order: Order, batches: int | None) -> Order:
    """The order of a queue, batch after batch as if nothing were decided in between; after ORDERED batches by paper."""

    def ordered(waiting: Sequence[Suggestion], known: Known) -> Sequence[str]:
        left = {one.id: one for one in waiting}
        ids: list[str] = []
        while left and len(ids) < (ORDERED if batches is None else batches) * BATCH:
            batch = [id_ for id_ in order(list(left.values()), known) if id_ in left]
            if not batch:
                break
            ids += batch
            left = {id_: one for id_, one in left.items() if id_ not in set(batch)}
        return [*ids, *left] if batches is None else ids

    return ordered


def _passage(at: At, one: Suggestion, words: Words) -> dict[str, str]:
    found = card(at.desk, at.who[0], one.id)
    page = f", page {one.anchor.page}" if one.anchor.page else ""
    row = {
        "paper": found.paper,
        "place": f"{one.section.value}{page}",
        "before": found.before,
        "quote": one.anchor.quote,
        "after": found.after,
        "suggestion id": one.id,
        "seen": found.seen,
    }
    if not found.blind:
        row |= {
            "suggested influence": words.labels.get(one.influence_id, one.influence_id),
            "suggested direction": one.direction.value,
            "suggested assertion": one.assertion.value,
            "why": LIST_SEPARATOR.join(f"{reason.rule}: {reason.said}" for reason in one.reasons),
        }
    return {name: visible(text) for name, text in row.items()}


def _phrase(task: PhraseTask, words: Words) -> dict[str, str]:
    cells = [f"{place.path}!{place.cell}" for place in task.places[:MOST_CELLS]]
    best = task.suggestions[0] if task.suggestions else None
    row = {
        "phrase": task.phrase,
        "papers": LIST_SEPARATOR.join(task.papers),
        "directions": LIST_SEPARATOR.join(f"{direction} {many}" for direction, many in task.directions.items()),
        "cells": LIST_SEPARATOR.join([*cells, *(["..."] if len(task.places) > MOST_CELLS else [])]),
        "suggested influence": words.labels.get(best.influence_id, best.influence_id) if best else "",
        "why": LIST_SEPARATOR.join(f"{reason.rule}: {reason.said}" for reason in best.reasons) if best else "",
        "phrase id": task.id,
    }
    return {name: visible(text) for name, text in row.items()}


def import_workbook(at: At, file: Path, terminal: Terminal, *, valid_rows: bool) -> None:
    """Write the decisions of a filled workbook, all or, when a row is wrong, none; with `valid_rows` those that are
    right. Ends with code 3 when a row is wrong.
    """
    filled = read_filled(file, _review(at), at.who[0])
    for note in filled.notes:
        terminal.warn(f"Note: {note}")
    rehearsed = Desk(at.opened.material, Rehearsal(at.acts, at.opened.material.base))
    judged = Judge(filled, at.desk, rehearsed, at.who).judged()
    wrong = [row for row in judged if row.came is Came.WRONG]
    for row in judged:
        for line in row.lines:
            terminal.warn(line)
    if not wrong or valid_rows:
        _write(at, judged, terminal)
    _report(judged, written=not wrong or valid_rows)
    if wrong:
        many = f"{len(wrong):,} {'row is' if len(wrong) == 1 else 'rows are'} wrong"
        if valid_rows:
            terminal.warn(f"{many}; the others were written.")
        else:
            terminal.warn(f"{many}: nothing was written. Correct that, or write the other rows with --valid-rows.")
        raise typer.Exit(Code.DATA_INVALID)


def _write(at: At, judged: Sequence[Judged], terminal: Terminal) -> None:
    rows = [row for row in judged if row.came is Came.DECIDED]
    with terminal.progress() as progress:
        for nth, row in enumerate(rows):
            progress("writing", nth, len(rows))
            try:
                for draft in row.drafts:
                    at.desk.act((draft.curator, draft.device, draft.key), draft.body)
            except SynthesisError:
                terminal.warn(f"{nth:,} of {len(rows):,} rows are saved; import the file again to go on from there.")
                raise
    if rows:
        there = f" {at.folder}" if at.folder else ""
        terminal.say(f"`narragraph build{there}` carries them into the graph; a running server follows by itself.")


def _report(judged: Sequence[Judged], *, written: bool) -> None:
    """One line a sheet, whose parts add up."""
    for sheet in (PASSAGES, PHRASES):
        of_sheet = [row for row in judged if row.sheet == sheet]
        if of_sheet:
            typer.echo(
                f"{sheet}: {len(of_sheet):,} rows read = {_parts(Counter(row.came for row in of_sheet), written)}"
            )


def _parts(came: Mapping[Came, int], written: bool) -> str:
    decided = "decided" if written else "to decide"
    said = {
        Came.DECIDED: decided,
        Came.BLANK: "left blank",
        Came.ALREADY: "already written",
        Came.CHANGED: "changed meanwhile",
        Came.WRONG: "wrong",
    }
    return " + ".join(f"{came.get(kind, 0):,} {word}" for kind, word in said.items())
