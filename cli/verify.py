"""`narragraph verify`: the audit. Everything is looked up again; nothing is believed because it was built once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.folder import Engine, config_for, review_folder
from cli.options import EngineOption, Folder, Json
from cli.reading import read
from cli.rows import Form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.audit import Check
    from graph.config import Config
    from graph.database import Database
    from ingest.folder import Ingested

Against = Annotated[
    Engine | None,
    typer.Option("--against", help="Also compare with this engine, rows and answers.", show_default=False),
]
MOST_SHOWN = 20
"""Failures printed for each check; --json has all."""


def verify(
    context: typer.Context,
    folder: Folder = None,
    engine: EngineOption = None,
    against: Against = None,
    as_json: Json = False,
) -> None:
    """Audit the graph against its folder, and with --against two engines against each other; exit 1 on any failure.

    Findings open to passages, quotes are found again in their files, derived relationships are recounted, the folder
    is read again and compared row for row.
    """
    from graph.store import open_graph

    terminal: Terminal = context.obj
    place, config = review_folder(folder), config_for(engine)
    ingested = read(place, terminal, strict=False)
    database = open_graph(place, config)
    try:
        with terminal.progress() as progress:
            checks: list[Check] = []
            for check in _checks(place, config, database, ingested, against):
                progress(check.name, len(checks), 0)
                checks.append(check)
    finally:
        database.close()
    print_checks(checks, as_json=as_json)
    conclude(checks, terminal)


def _checks(
    place: Path, config: Config, database: Database, ingested: Ingested, against: Engine | None
) -> Iterator[Check]:
    from cli.surveyed import recounted
    from graph.audit import check_derived, check_engines, check_findings, check_requested, check_tables_held

    if config.engine == "ladybug":
        yield _file(place)
    yield from _ledgers(place)
    yield from _folder_read(database, ingested)
    yield from check_findings(database)
    yield from check_derived(database)
    yield from check_requested(database)
    if ingested.review is not None:
        yield from _anchors(place, database, ingested)
    if not ingested.report.problems:
        yield check_tables_held(database, ingested.tables)
        yield from recounted(ingested.survey, ingested.tables)
    if against is not None and against.value != config.engine:
        from graph.store import open_graph

        other = open_graph(place, replace(config, engine=against.value))
        try:
            yield from check_engines(database, other)
        finally:
            other.close()


def _file(place: Path) -> Check:
    """The bytes of the embedded file are those that were written."""
    from graph.audit import Check
    from graph.errors import GraphDamaged
    from graph.store import check_file, published

    try:
        check_file(place, published(place), always_hash=True)
    except GraphDamaged as error:
        return Check("graph file", False, 1, str(error), (str(error),))
    return Check("graph file", True, 1, "its bytes are those that were written")


def _ledgers(place: Path) -> Iterator[Check]:
    """Every line of every ledger follows from the one before; nothing is said of a folder without ledgers."""
    from curation.ledger import ledger_files, read_ledgers
    from graph.audit import check_of
    from graph.errors import LedgerError

    try:
        if ledger_files(place):
            ledgers = read_ledgers(place)
            yield check_of(
                "ledgers hold", len(ledgers.entries), "every line follows from the one before", ledgers.notes
            )
    except LedgerError as error:
        yield check_of("ledgers hold", 1, "", [str(error)])


def _folder_read(database: Database, ingested: Ingested) -> Iterator[Check]:
    """The folder can be read, and the graph shows its revision."""
    from graph.ask import graph_info
    from graph.audit import check_of

    tables = len(ingested.report.tables)
    problems = [str(problem) for problem in ingested.report.problems]
    yield check_of("folder can be read", max(tables, len(problems)), f"{tables} tables without a problem", problems)
    if problems:
        return
    info = graph_info(database)
    wanted = ingested.tables.node("Review").to_pylist()[0]
    stale = []
    if info.review_id != wanted["id"]:
        stale.append(f'the graph is of the review "{info.review_id}", the folder is "{wanted["id"]}"')
    if info.revision != wanted["revision"]:
        stale.append(f"stale: files have changed since revision {info.revision[:12]}; run `narragraph build`")
    if info.building is not None:
        stale.append(f"a build of revision {info.building[:12]} was interrupted; run `narragraph build`")
    yield check_of("revision is current", 1, f"revision {info.revision[:12]} is that of the files", stale)


def _anchors(place: Path, database: Database, ingested: Ingested) -> Iterator[Check]:
    """Every quote is found in its cell or text, where its passage says; notes are only told."""
    from graph.audit import Check, check_of
    from graph.queries import queries
    from ingest.anchors import check_anchors

    assert ingested.review is not None  # noqa: S101  (asked by the caller)
    passages = database.rows(queries("dump")["passage"], {})
    found = check_anchors(place, ingested.review, passages, ingested.texts.papers)
    lost = (f"{quote.passage_id} ({quote.where}): {quote.reason}" for quote in found.lost)
    yield check_of("quotes found again", found.checked, "each stands in its cell or text, word for word", lost)
    if found.notes:
        told = "paraphrases, unverified: `narragraph query findings_without_verified_passage`"
        yield Check("notes", None, found.notes, told)
    if found.moved:
        told = "their texts were read anew since they were decided on; the same words stand at another place"
        yield Check("moved passages", None, found.moved, told)


def print_checks(checks: Sequence[Check], *, as_json: bool) -> None:
    """Print checks as a table with the failures below it, or as JSON."""
    if as_json:
        passed = all(check.passed is not False for check in checks)
        write_json({"passed": passed, "checks": [vars(check) for check in checks]}, sys.stdout)
        return
    words = {True: "ok", False: "FAILED", None: "note"}
    rows = [vars(check) | {"check": check.name, "result": words[check.passed]} for check in checks]
    columns = [Column("check"), Column("result"), Column("checked", "integer"), Column("detail")]
    write_rows(Form.TABLE, columns, rows, sys.stdout)
    for check in checks:
        if check.failures:
            typer.echo(f"\n{check.name}:")
        for failure in check.failures[:MOST_SHOWN]:
            typer.echo(f"  {failure}")
        if len(check.failures) > MOST_SHOWN:
            typer.echo(f"  ... and {len(check.failures) - MOST_SHOWN:,} more; --json has all.")
    sys.stdout.flush()


def conclude(checks: Sequence[Check], terminal: Terminal) -> None:
    """Say how many checks passed; ends with exit code 1 when one failed."""
    results = [check.passed for check in checks if check.passed is not None]
    if not all(results):
        terminal.warn(f"{results.count(False)} of {len(results)} checks failed.")
        raise typer.Exit(Code.FAILED)
    terminal.say(f"All {len(results)} checks passed.")
