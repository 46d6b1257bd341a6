"""`narragraph release`: the review frozen as something that can be cited, and checked by anybody."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, Json
from cli.reading import decided
from cli.release_target import ZIP, check_target
from cli.rows import write_json
from cli.terminal import Terminal, printable
from graph.errors import ConfigError, ReleaseError
from graph.whole import appears_whole

if TYPE_CHECKING:
    from cli.curated import Curated
    from cli.release_inputs import Snapshot
    from cli.release_made import Wanted
    from graph.config import Config
    from graph.progress import Progress
    from graph.release_model import Release

MOST_SHOWN = 50
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        help="Folder to write, or a file that ends in .zip. Without it, ID-VERSION here.",
        show_default=False,
    ),
]
Version = Annotated[
    str | None,
    typer.Option("--version", metavar="V", help="Version; else that of [release], else the revision's beginning."),
]
Day = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="Day of the release; else that of [release].", show_default=False
    ),
]
Texts = Annotated[bool, typer.Option("--include-texts", help="Also put in the full texts: only with their licences.")]
References = Annotated[
    bool,
    typer.Option(
        "--include-references",
        help="Also put in the exports of databases: abstracts and addresses are in them.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier release at --out.")]
Verify = Annotated[
    Path | None,
    typer.Option("--verify", metavar="PATH", help="Check this release instead of making one.", show_default=False),
]
Against = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="DIR",
        help="With --verify: a review folder to compare with; it also lends the files that were left out.",
        show_default=False,
    ),
]


def release(
    context: typer.Context,
    folder: Folder = None,
    out: Out = None,
    version: Version = None,
    day: Day = None,
    include_texts: Texts = False,
    include_references: References = False,
    force: Force = False,
    verify: Verify = None,
    against: Against = None,
    engine: EngineOption = None,
    as_json: Json = False,
) -> None:
    """Freeze the review as a folder or zip that can be cited: inputs, graph, report, and the hash of every file.

    One folder and one date give the same bytes on every machine. It is refused while `check` finds a problem or the
    graph is not that of the files. Full texts and exports of databases stay out unless asked for; their hashes are in.
    With --verify a release is checked: every hash, and everything made again from the inputs inside; exit 1 when
    anything differs.
    """
    # long: a third of it are the options
    from cli.release_made import Wanted

    terminal: Terminal = context.obj
    if verify is not None:
        if folder or out or version or day or include_texts or include_references or force or engine:
            raise typer.BadParameter("--verify takes --against and --json; the other options are for making a release")
        from cli.release_verify import verify_release

        verify_release(verify, against, config_for(None), terminal, as_json=as_json)
        return
    if against is not None:
        raise typer.BadParameter("--against goes with --verify")
    place, config = review_folder(folder), config_for(engine)
    wanted = Wanted(_version(version), _day(day), include_texts, include_references)
    if out is not None:
        check_target(out, place, force=force)
    made, out = _make(place, wanted, out, (config, terminal), force=force)
    if as_json:
        write_json({"out": str(out), **asdict(made)}, sys.stdout)
    else:
        typer.echo("\n".join(map(printable, _told(made, out))))


def _version(given: str | None) -> str | None:
    if given is not None and (not given.strip() or not given.isprintable() or len(given) > 60):
        raise ConfigError("--version", "a version has 1 to 60 printable characters, such as 1.0.0.")
    return given


def _day(given: str | None) -> date | None:
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError:
        raise ConfigError("--date", f'"{given}" is no day. Write it as 2026-03-01.') from None


def _make(
    place: Path, wanted: Wanted, out: Path | None, doing: tuple[Config, Terminal], *, force: bool
) -> tuple[Release, Path]:
    """Read, check, copy and write; returns the facts and where they are."""
    from cli.release_inputs import snapshot, with_addresses
    from cli.release_made import release_of, revision_shown

    config, terminal = doing
    with terminal.progress() as progress, tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        curated = decided(place, terminal, progress)
        _refuse(place, curated, config, terminal)
        copy = Path(home) / "snapshot"
        copy.mkdir()
        snap = snapshot(place, curated, copy, progress)
        made = release_of(snap, wanted, revision_shown(curated))
        if out is None:
            out = Path(
                f"{made.review}-{''.join(one if one.isalnum() or one in '.-_' else '-' for one in made.version)}"
            )
            check_target(out, place, force=force)
        named = with_addresses(copy, made.files)
        _deliver(snap, made, out, config, progress)
    if of_others := sum(path.startswith(("texts/", "references/")) for path in made.files):
        terminal.warn(f"Note: {of_others:,} files of publishers are inside; publish them only as their licences allow.")
    for path in named:
        terminal.warn(f"Note: {path} holds what looks like e-mail addresses; ask whether they may be published.")
    if snap.withheld:
        terminal.warn(
            "Note: decisions that wait for another blind coder are not in the release; its revision is therefore "
            "another one than that of the graph."
        )
    return made, out


def _deliver(snap: Snapshot, made: Release, out: Path, config: Config, progress: Progress) -> None:
    """Write the folder or the zip; it appears whole or not at all."""
    from cli.release_made import write_release
    from graph.release_zip import write_zip

    with appears_whole(out) as temporary:
        if out.suffix.lower() != ZIP:
            write_release(snap, made, temporary, config, progress)
            return
        folder = snap.folder.parent / "release"
        paths = write_release(snap, made, folder, config, progress)
        write_zip(folder, paths, temporary, date.fromisoformat(made.date))


def _refuse(place: Path, curated: Curated, config: Config, terminal: Terminal) -> None:
    """End here while the folder has problems, or while the graph is not that of its files."""
    from cli.release_made import revision_shown
    from graph.ask import graph_info
    from graph.store import open_graph

    problems = curated.ingested.report.problems
    for problem in problems[:MOST_SHOWN]:
        terminal.warn(str(problem))
    if problems:
        many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        terminal.warn(f"{many} in the review folder. Nothing was released; `narragraph check` says them all.")
        raise typer.Exit(Code.DATA_INVALID)
    database = open_graph(place, config)
    try:
        info = graph_info(database)
    finally:
        database.close()
    wanted = revision_shown(curated)
    if info.building is not None or info.revision != wanted:
        message = f"the graph shows revision {info.revision[:12]}, the files are {wanted[:12]}."
        raise ReleaseError(str(place), message, fix="Run `narragraph build` first, and look at the numbers again.")


def _told(made: Release, out: Path) -> Iterator[str]:
    from graph.release_citation import left_out_said
    from graph.release_model import UNKNOWN_AUTHORS, UNKNOWN_LICENCE

    yield f"release    {made.review} {made.version}, {made.date}"
    yield f"revision   {made.revision}"
    yield f"authors    {'; '.join(one.whole for one in made.authors) or UNKNOWN_AUTHORS}"
    yield f"licence    {made.licence or UNKNOWN_LICENCE}"
    yield f"inputs     {len(made.files):,} inside. {left_out_said(made)}"
    ledgers = sorted(path.split("/")[1:] for path in made.files if path.startswith("decisions/"))
    if ledgers:
        names = ", ".join("/".join(one).removesuffix(".jsonl") for one in ledgers)
        yield f"people     the ledgers inside name curators and devices: {names}"
    yield f"written    {out}"
