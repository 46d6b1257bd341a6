"""What a build will take, told before it begins: `build --plan`, and the look that a large build takes first."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.rows import write_json
from cli.terminal import Terminal
from graph.errors import SynthesisError, TooLarge

if TYPE_CHECKING:
    from graph.config import Config
    from graph.plan import Plan

Planned = Annotated[
    bool, typer.Option("--plan", help="Only say what a build needs: rows, memory, disk, time. Nothing is written.")
]
Anyway = Annotated[bool, typer.Option("--anyway", help="Begin even when memory or disk would not be enough.")]
BESIDE = ("references", "texts", "decisions")
"""Folders of the review that no estimate counts; they are named when they are large."""
LARGE = 16 * 2**20
GROWS = {".csv": 60, ".tsv": 60, ".txt": 60}
"""Bytes of memory for a byte of a table, at most: what stays below is begun without a plan (bench/README.md)."""
GROWS_PACKED = 400
LEAST = 320 * 2**20
"""Bytes that a build of a small folder has at its peak."""


def plan_of(place: Path, config: Config, *, bulk: bool) -> Plan:
    """The plan of a build of a folder. Raises what is wrong with review.toml, or with a file as a whole."""
    from graph.plan import Table, planned
    from ingest.growth import grown
    from ingest.heads import head_of
    from ingest.review_file import read_review_file

    review, wrong = read_review_file(place)
    if review is None:
        raise wrong[0]
    heads = {at: head_of(place, section) for at, section in enumerate(review.table)}
    tables = [Table(head.path, head.form, head.bytes, head.most, head.cells, head.text) for head in heads.values()]
    told = all(head.rows for head in heads.values())
    counts = grown(place, review, heads) if told else None
    return planned("neo4j --bulk" if bulk else config.engine, tables, counts, shutil.disk_usage(place).free)


def show_plan(place: Path, config: Config, *, bulk: bool, as_json: bool) -> int:
    """Print the plan; exit code 1 when the build would not fit."""
    found = plan_of(place, config, bulk=bulk)
    if as_json:
        facts = {**vars(found), "tables": list(map(vars, found.tables)), "room": vars(found.room)}
        write_json(facts | {"fits": found.fits, "close": found.close}, sys.stdout)
    else:
        typer.echo("\n".join(_lines(place, found)))
    return Code.FINE if found.fits else Code.FAILED


def look_first(place: Path, config: Config, terminal: Terminal, *, bulk: bool) -> None:
    """Raise TooLarge for a build that would not fit. Small folders are not looked at, broken ones tell it later."""
    from graph.plan_memory import room

    if _at_most(place) < room().bytes:
        return
    try:
        found = plan_of(place, config, bulk=bulk)
    except SynthesisError:
        return  # the build itself says better what is wrong
    check_fits(place, found)
    if found.close:
        terminal.warn(f"Note: {_verdict(found)}.")


def check_fits(place: Path, found: Plan) -> None:
    """Raise TooLarge for a plan that needs more than there is."""
    if not found.fits:
        fix = "`narragraph build --plan` says more; --anyway begins all the same."
        raise TooLarge(str(place), _verdict(found), fix=fix)


def _at_most(place: Path) -> int:
    """Bytes of memory that a build of the tables can need at most."""
    files = [file for file in place.glob("tables/**/*") if file.is_file()]
    return LEAST + sum(file.stat().st_size * GROWS.get(file.suffix.lower(), GROWS_PACKED) for file in files)


def _lines(place: Path, found: Plan) -> Iterator[str]:
    yield f"plan of {place} ({found.engine}); estimates, nothing was written"
    for table in found.tables:
        size = f"{table.bytes / 2**20:,.1f} MB"
        yield f"  {table.path}: {size}, " + (
            f"about {table.records:,} rows" if table.records else "told only by reading"
        )
    for name, many in (("nodes", found.nodes), ("relationships", found.relationships)):
        yield f"  {name:<14}" + ("not known: its first records cannot be read" if many is None else f"{many:,}")
    least = "" if found.nodes is not None else "at least "
    left = f"{_size(found.room.bytes)} may be taken ({found.room.bound})"
    yield f"  {'memory':<14}{least}{_size(found.memory)} at the peak; {left}"
    yield f"  {'disk':<14}{least}{_size(found.disk)}; {_size(found.free)} free"
    yield f"  {'time':<14}{least}{_time(found.seconds)} on the machine that was measured (bench/README.md)"
    beside = [name for name in BESIDE if _bytes(place / name) > LARGE]
    if beside:
        yield f"  not counted   {', '.join(f'{name}/ ({_size(_bytes(place / name))})' for name in beside)}"
    yield _verdict(found)


def _verdict(found: Plan) -> str:
    """One sentence without its full stop."""
    if found.disk > found.free:
        return f"does not fit: it needs about {_size(found.disk)} of disk, and {_size(found.free)} are free"
    need, have = _size(found.memory), f"{_size(found.room.bytes)} may be taken ({found.room.bound})"
    if not found.fits:
        ways = "give it more memory, leave out columns and rows that nothing maps, or split the review"
        ways = f"load it with --bulk, {ways}" if found.engine == "neo4j" else ways
        return f"does not fit: it needs about {need} of memory, and {have}; {ways}"
    return f"fits, but only just: it needs about {need} of memory, and {have}" if found.close else "fits"


def _size(many: float) -> str:
    return f"{many / 2**30:,.1f} GB" if many >= 2**30 else f"{many / 2**20:,.0f} MB"


def _time(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 120 else f"{seconds / 60:,.0f} min"


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
