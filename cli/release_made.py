"""Making a release from a snapshot: a function of its inputs and of what is given, of no clock, machine or place."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.release_inputs import Snapshot, of_publishers
from cli.report import report_of, write_tables
from cli.terminal import Terminal
from graph import version
from graph.errors import ConfigError
from graph.ids import normal_doi
from graph.progress import Progress
from graph.release_citation import citation_file, readme
from graph.release_crate import crate_text
from graph.release_manifest import held_in, manifest_text
from graph.release_model import CITATION, CRATE, FACTS, INPUTS, MANIFEST, README, Author, Release, facts_text
from graph.store import sha256_of

if TYPE_CHECKING:
    from cli.curated import Curated
    from graph.config import Config

QUOTES = 3
"""Passages that the report shows of each influence, as `narragraph report` does."""
CODEBOOK = "codebook.ttl"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of a release; null where review.toml is to say it."""

    version: str | None = None
    day: date | None = None
    texts: bool = False
    references: bool = False


def release_of(snap: Snapshot, wanted: Wanted, folder_revision: str) -> Release:
    """The facts of the release. Raises ConfigError when nothing says its day."""
    review = snap.curated.ingested.review
    assert review is not None  # noqa: S101  (a snapshot has no problems)
    said = review.release
    day = wanted.day or said.date
    if day is None:
        message = (
            "say the day of the release, such as --date 2026-03-01, or write `date` under [release] in review.toml. "
            "The clock is not asked, so that one folder always gives one release."
        )
        raise ConfigError("--date", message)
    revision = revision_shown(snap.curated)
    out = {path for path in snap.files if of_publishers(path, texts=wanted.texts, references=wanted.references)}
    return Release(
        review=review.review.id,
        title=review.review.title,
        question=review.review.question,
        version=wanted.version or said.version or revision[:12],
        date=day.isoformat(),
        licence=said.licence,
        doi=normal_doi(said.doi) if said.doi else None,
        authors=tuple(
            Author(one.family, one.given, one.name, _orcid(one.orcid), one.affiliation) for one in said.authors
        ),
        revision=revision,
        folder_revision=folder_revision,
        narragraph_version=version(),
        inputs=dict(sorted(snap.curated.ingested.inputs.items())),
        files={path: snap.files[path] for path in sorted(snap.files.keys() - out)},
        left_out={path: snap.files[path] for path in sorted(out)},
    )


def revision_shown(curated: Curated) -> str:
    """The revision of a folder that was read without problems."""
    return str(curated.ingested.tables.node("Review").column("revision")[0].as_py())


def write_release(snap: Snapshot, release: Release, into: Path, config: Config, progress: Progress) -> list[str]:
    """Write a whole release into a new folder, every file under its day; returns their paths in order."""
    into.mkdir()
    for path in release.files:
        target = into / INPUTS / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(snap.folder / path, target)
    _write_graph(snap.curated, into / "graph", config, progress)
    _write_report(snap, into / "report", progress)
    _write_codebook(snap.curated, into / CODEBOOK)
    for name, text in ((FACTS, facts_text(release)), (CITATION, citation_file(release)), (README, readme(release))):
        _text(into / name, text)
    files, _ = held_in(into)
    _text(into / CRATE, crate_text(release, files))
    hashes = {one.path: one.sha256 for one in files} | {CRATE: sha256_of(into / CRATE)}
    _text(into / MANIFEST, manifest_text(dict(sorted(hashes.items()))))
    _date(into, date.fromisoformat(release.date))
    return sorted((*hashes, MANIFEST))


def _write_graph(curated: Curated, into: Path, config: Config, progress: Progress) -> None:
    """The graph is built anew from the tables: relationships that were added on request are not of the folder."""
    from graph.build import build
    from graph.export import read_graph, write_graph
    from graph.store import open_graph

    embedded = replace(config, engine="ladybug")
    with tempfile.TemporaryDirectory(prefix="narragraph-") as place:
        build(curated.ingested.tables, Path(place), embedded, progress=progress)
        database = open_graph(Path(place), embedded)
        try:
            whole = read_graph(database)
        finally:
            database.close()
    into.mkdir()
    for form in ("csv", "parquet"):
        write_graph(whole, into / form, form)


def _write_report(snap: Snapshot, into: Path, progress: Progress) -> None:
    from api.report.render import html

    made, flow = report_of(snap.folder, snap.curated, QUOTES, progress)
    into.mkdir()
    write_tables(made, into / "tables", Terminal(quiet=True))
    _text(into / "report.html", html(made, csv="tables/", flow=flow), errors="replace")


def _write_codebook(curated: Curated, file: Path) -> None:
    if curated.ingested.codebook.influences:
        from cli.export_skos import skos_of

        file.write_bytes(skos_of(curated)[0])


def _text(file: Path, text: str, errors: str = "strict") -> None:
    with file.open("w", encoding="utf-8", errors=errors, newline="\n") as out:
        out.write(text)


def _orcid(text: str | None) -> str | None:
    return None if text is None else f"https://orcid.org/{text.strip().rsplit('/', 1)[-1]}"


def _date(folder: Path, day: date) -> None:
    """Give every file the day of the release: an archiver that keeps times packs the same bytes again."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    for at, _, names in os.walk(folder, topdown=False):
        for name in names:
            os.utime(Path(at, name), (moment, moment))
        os.utime(at, (moment, moment))
