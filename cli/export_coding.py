"""`narragraph export --kind qdc|qdpx|skos|sssom`: codebook and codings for other tools, and what they cannot hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.reading import decided
from cli.terminal import Terminal, printable
from graph.errors import ConfigError, DataInvalid, ExchangeError
from graph.whole import appears_whole

if TYPE_CHECKING:
    from cli.curated import Curated
    from graph.exchange.shapes import Project

KINDS = ("qdc", "qdpx", "skos", "sssom")
"""What is written from the review folder itself: texts, GUIDs and definitions stand there, not in the graph."""
LOSSES = ".losses.txt"
MOST_SHOWN = 10
MOST_DEEP = 200


def write_coding(folder: Path, kind: str, path: Path, terminal: Terminal) -> tuple[str, ...]:
    """Write one kind to `path`; returns what the target cannot hold, a sentence each.

    Raises DataInvalid for a folder with problems, and ExchangeError when there is nothing to write.
    """
    curated = _read(folder, terminal)
    content, said = _written(folder, curated, kind)
    path.write_bytes(content)
    return tuple(said)


def _written(folder: Path, curated: Curated, kind: str) -> tuple[bytes, Iterable[str]]:
    from cli.export_skos import skos_of
    from cli.export_sssom import sssom_of

    if kind == "skos":
        return skos_of(curated)
    return sssom_of(curated) if kind == "sssom" else _refi(folder, curated, kind)


def _read(folder: Path, terminal: Terminal) -> Curated:
    with terminal.progress() as progress:
        curated = decided(folder, terminal, progress)
    if curated.ingested.report.problems:
        for problem in curated.ingested.report.problems[:MOST_SHOWN]:
            terminal.warn(str(problem))
        raise DataInvalid(curated.ingested.report.problems)
    return curated


def _refi(folder: Path, curated: Curated, kind: str) -> tuple[bytes, Iterable[str]]:
    from cli.export_project import project_of
    from graph.exchange.refi import qdc, qdpx

    project = project_of(folder, curated, codings=kind == "qdpx")
    if not project.codes:
        fix = "Name influences in codebook.csv."
        raise ExchangeError("codebook.csv", "there is no influence to write as a code.", rule="no codes", fix=fix)
    if (deep := _depth(project)) > MOST_DEEP:
        message = f"the influences are nested {deep} deep; other tools read at most {MOST_DEEP}."
        raise ExchangeError("codebook.csv", message, rule="depth", fix="Move some of them up.")
    content, more = (qdpx if kind == "qdpx" else qdc)(project)
    return content, [remark.said for remark in (*project.remarks, *more)]


def _depth(project: Project) -> int:
    """How deep the codes are nested; parents come before their children."""
    depth: dict[str | None, int] = {None: 0}
    for code in project.codes:
        depth[code.guid] = depth[code.parent] + 1
    return max(depth.values())


def check_losses(out: Path) -> None:
    """Refuse when the file for the losses is there already."""
    beside = out.with_name(out.name + LOSSES)
    if beside.exists():
        message = f'"{beside}" exists already, and says what this export loses. Add --force to replace it.'
        raise ConfigError("--out", message)


def report_losses(said: tuple[str, ...], out: Path | None, terminal: Terminal) -> None:
    """Print what the target cannot hold, and write it beside the output."""
    lines = [
        f"Not in the file, or there in another form: {len(said)}",
        *(f"- {printable(' '.join(one.split()))}" for one in said),
    ]
    for line in lines:
        terminal.say(line)
    if out is not None:
        beside = out.with_name(out.name + LOSSES)
        with appears_whole(beside) as temporary:
            temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
