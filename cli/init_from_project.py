"""`narragraph init DIR --from PROJECT`: a codebook or coded project of another tool as a review folder."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.folder import MARK
from cli.init import review_id, review_title
from cli.skeleton import empty_folder
from cli.terminal import Terminal, printable
from graph.errors import ConfigError, ExchangeError
from graph.whole import appears_whole

if TYPE_CHECKING:
    from curation.entries import Claim
    from curation.imported import Act
    from graph.documents import PaperText
    from graph.exchange.shapes import Remark
    from ingest.exchange.folder import Plan
    from ingest.exchange.marks import Mark

_DEVICE = {"Taguette project": "taguette", "REFI-QDA project": "refi-qda"}
MOST_SHOWN = 25


def init_from_project(target: Path, file: Path, terminal: Terminal, *, dry_run: bool) -> None:
    """Make `target`, which must not exist or be empty, from a project; the report goes to stdout and into the folder.

    Raises ExchangeError for a file that cannot be read at all; then nothing is written.
    """
    if not file.is_file():
        raise ConfigError("--from", f'there is no file "{file}".')
    if target.is_dir() and any(target.iterdir()):
        message = f'"{target}" is not empty, and a project fills a folder of its own; nothing was written.'
        raise ConfigError("DIR", message)
    place = target.resolve()
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="narragraph-") as folder:
            said = _make(Path(folder) / "review", place, file, terminal)
    elif place.is_dir():
        said = _fill(place, file, terminal)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        with appears_whole(place) as temporary:
            said = _make(temporary, place, file, terminal)
    typer.echo("\n".join(_shown(said)))
    if dry_run:
        terminal.say("Nothing was written.")
        return
    terminal.say(f"Written: {target}. The whole report: {target / 'import-report.md'}")
    terminal.say(f"Next: `narragraph check {target}`, then `narragraph build {target}`.")


def _fill(place: Path, file: Path, terminal: Terminal) -> list[str]:
    """Fill an empty folder without replacing it: somebody may stand in it. review.toml comes last."""
    with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as made:
        said = _make(Path(made) / "review", place, file, terminal)
        for part in sorted((Path(made) / "review").iterdir(), key=lambda part: part.name == MARK):
            part.rename(place / part.name)
    return said


def _make(folder: Path, target: Path, file: Path, terminal: Terminal) -> list[str]:
    """Write the whole folder; returns the lines of its report."""
    from ingest.exchange.folder import plan
    from ingest.exchange.read import read_project
    from ingest.exchange.report import NAME, lines
    from ingest.texts.store import keep

    kind, project = read_project(file)
    planned = plan(project, review_id(target), review_title(target))
    files = empty_folder(review_id(target), review_title(target)) | planned.files
    if any(name.startswith("tables/") for name in planned.files):
        del files["tables/.gitkeep"]
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        content = text.encode("utf-8")
        (folder / name).write_bytes(content)
        if name in planned.stored:  # it was read already: not a second time
            keep(folder, hashlib.sha256(content).hexdigest(), ".txt", planned.stored[name])
    entries, told = _decide(folder, planned, kind, project.origin, terminal)
    planned = replace(planned, remarks=(*planned.remarks, *told))
    # Names come from strangers: nothing in the report moves a cursor or turns the direction of writing.
    said = [printable(line) for line in lines(kind, file.name, project, planned, entries)]
    (folder / NAME).write_text("\n".join(said) + "\n", encoding="utf-8", errors="replace")
    return said


def _decide(folder: Path, planned: Plan, kind: str, origin: str, terminal: Terminal) -> tuple[int, list[Remark]]:
    """Read the folder as a build will, and write the marks into ledgers on the texts as they were read."""
    from curation.imported import ledgers
    from ingest.folder import read_folder

    with terminal.progress() as progress:
        ingested = read_folder(folder, progress=progress)
    if ingested.report.problems:
        message = f"what it holds makes no review folder: {ingested.report.problems[0]}"
        raise ExchangeError(folder.name, message, rule="folder", fix="Report this with the file, if you may share it.")
    texts = {text.path: text for text in ingested.texts.papers}
    acts, told = _acts(planned.marks, texts)
    written = ledgers(acts, _DEVICE.get(kind, "import"), ingested.codebook.version, {"imported from": origin})
    for path, content in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return len(acts), told


def _acts(marks: Sequence[Mark], texts: dict[str, PaperText]) -> tuple[list[Act], list[Remark]]:
    """One act for each passage and influence of a curator: one coded in two directions is one decision."""
    from curation.imported import Act
    from graph.exchange.shapes import Fate, Remark

    together: dict[tuple[str, str, int, int, str], list[Mark]] = {}
    for mark in marks:
        where = (mark.curator, mark.path, mark.char_start, mark.char_end, mark.influence_id)
        together.setdefault(where, []).append(mark)
    acts = []
    doubled = 0
    for same in together.values():
        first = same[0]
        claims = {claim.key: claim for mark in same if mark.direction is not None for claim in [_claim(mark)]}
        doubled += len(same) - max(1, len(claims))
        notes = dict.fromkeys(mark.note for mark in same if mark.note)
        shown = next(iter(claims.values()), None) or _claim(first)
        place = (texts[first.path], first.char_start, first.char_end, first.influence_id)
        note = "\n\n".join(notes) or None
        acts.append(Act(first.curator, first.key, *place, tuple(claims.values()), shown, first.at, note))
    told = (
        f"{doubled} codings repeat one of the same person on the same characters with the same meaning; they are one."
    )
    return acts, [Remark(Fate.CHANGED, told)] if doubled else []


def _claim(mark: Mark) -> Claim:
    from curation.entries import Claim
    from graph.model import Assertion, Direction

    held = dict(mark.held)
    assertion = Assertion(held.pop("assertion", Assertion.FINDING.value))
    mitigated = held.pop("mitigated", "") == "true"
    direction = mark.direction or Direction.UNCLEAR
    return Claim(mark.influence_id, direction, assertion, mitigated=mitigated, **held)


def _shown(said: list[str]) -> Iterator[str]:
    """The report without the end of long lists."""
    count = 0
    for line in said:
        count = count + 1 if line.startswith("- ") else 0
        if count <= MOST_SHOWN:
            yield line
        elif count == MOST_SHOWN + 1:
            yield "- ... more in import-report.md"
