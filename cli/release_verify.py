"""`narragraph release --verify`: every hash of a release, and everything in it made again from its inputs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.folder import review_folder
from cli.release_inputs import Snapshot, snapshot
from cli.release_made import Wanted, release_of, revision_shown, write_release
from cli.terminal import Terminal
from cli.verify import conclude, print_checks
from graph import version
from graph.audit import Check, check_of
from graph.errors import ConfigError, ReleaseError
from graph.progress import Progress
from graph.release_manifest import differences, held_in, read_manifest
from graph.release_model import FACTS, INPUTS, MANIFEST, Release, read_facts
from graph.release_zip import unpack
from graph.revision import revision_of

if TYPE_CHECKING:
    from graph.config import Config


@dataclass(frozen=True, slots=True)
class Opened:
    """A release in a folder. `held`: path -> SHA-256 of what is there; `wanted`: of what the manifest names."""

    folder: Path
    wanted: Mapping[str, str]
    held: Mapping[str, str]
    links: list[str]
    release: Release


def verify_release(path: Path, against: Path | None, config: Config, terminal: Terminal, *, as_json: bool) -> None:
    """Check a release and print what was found; exits 1 when any check failed. Raises ReleaseError for no release."""
    other = None if against is None else review_folder(against)
    with terminal.progress() as progress, tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        opened = opened_release(path, Path(home))
        checks = list(_checks(opened, other, Path(home), config, progress))
    print_checks(checks, as_json=as_json)
    conclude(checks, terminal)


def opened_release(path: Path, home: Path, option: str = "--verify") -> Opened:
    """A release and the hashes of what it holds; a zip is unpacked below `home`. Raises ConfigError, ReleaseError."""
    folder = path
    if not path.exists():
        raise ConfigError(option, f'there is no "{path}".')
    if not path.is_dir():
        folder = home / "unpacked"
        folder.mkdir()
        unpack(path, folder, str(path))
    wanted = read_manifest(folder, str(path))
    files, links = held_in(folder)
    return Opened(folder, wanted, {one.path: one.sha256 for one in files}, links, read_facts(folder / FACTS, str(path)))


def _checks(opened: Opened, other: Path | None, home: Path, config: Config, progress: Progress) -> Iterator[Check]:
    release = opened.release
    found = differences(opened.wanted, opened.held, opened.links)
    yield check_of(
        "hashes", len(opened.wanted), "every file is as it was released, and no other is there", found.lines()
    )
    yield check_of("facts", len(release.inputs), "revision and inputs fit together", _facts_wrong(opened))
    lent: dict[str, Path] = {}
    if other is not None:
        snap = _read(other, home / "other", progress)
        yield _compared(release, snap)
        lent = {path: snap.folder / path for path, sha in release.left_out.items() if snap.files.get(path) == sha}
    yield from _made_again(opened, lent, home, config, progress)


def _facts_wrong(opened: Opened) -> Iterator[str]:
    """Where release.json contradicts itself or the manifest."""
    release = opened.release
    if revision_of(release.inputs) != release.revision:
        yield f"{FACTS}: the revision is not that of the inputs it names"
    for path, sha256 in release.files.items():
        if opened.wanted.get(f"{INPUTS}/{path}") != sha256:
            yield f"{FACTS}: {path} is not the file that {MANIFEST} names"
    for path in opened.wanted:
        if path.startswith(f"{INPUTS}/") and path.removeprefix(f"{INPUTS}/") not in release.files:
            yield f"{FACTS}: it does not name {path}"


def _read(place: Path, into: Path, progress: Progress) -> Snapshot:
    """A snapshot of a review folder. Raises ReleaseError when the folder has problems."""
    from cli.curated import read_curated

    curated = read_curated(place, progress=progress)
    if curated.ingested.report.problems:
        first = curated.ingested.report.problems[0]
        raise ReleaseError(str(place), f"it cannot be read ({first}).", fix="`narragraph check` says every problem.")
    into.mkdir()
    return snapshot(place, curated, into, progress)


def _compared(release: Release, snap: Snapshot) -> Check:
    """The inputs of a release against those of a folder."""
    wanted = {**release.files, **release.left_out}
    found = differences(wanted, snap.files, [])
    revision = revision_shown(snap.curated)
    failures = [*found.lines()]
    if revision != release.revision:
        failures.append(f"revision {revision[:12]} of the folder is not {release.revision[:12]} of the release")
    return check_of("folder", len(wanted), "the folder still is what was released", failures)


def _made_again(
    opened: Opened, lent: Mapping[str, Path], home: Path, config: Config, progress: Progress
) -> Iterator[Check]:
    """Build and write everything again from the inputs, and compare."""
    release, name = opened.release, "made again"
    lacking = sorted(release.left_out.keys() - lent.keys())
    spoilt = sorted(path for path in release.files if opened.held.get(f"{INPUTS}/{path}") != release.files[path])
    if spoilt:
        yield Check(name, None, 0, f"not tried: {len(spoilt)} inputs are not as they were released")
        return
    if lacking:
        said = f"not tried: {len(lacking)} inputs are not inside; --against names a folder that has them"
        yield Check(name, None, 0, said)
        return
    place = home / "inputs"
    for path in release.files:
        _copy(opened.folder / INPUTS / path, place / path)
    for path, file in lent.items():
        _copy(file, place / path)
    try:
        snap = _read(place, home / "again", progress)
    except ReleaseError as error:
        yield Check(name, False, len(release.files), "the inputs cannot be read", (str(error),))
        return
    revision = revision_shown(snap.curated)
    same = [] if revision == release.revision else [f"the inputs give {revision}, the release says {release.revision}"]
    yield check_of("revision", len(release.inputs), f"{revision[:12]}, built from the inputs", same)
    if release.narragraph_version != version():
        said = f"the revision only: it was made with narragraph {release.narragraph_version}, this is {version()}"
        yield Check(name, None, 0, said)
        return
    yield _written_again(opened, snap, home / "release", config, progress)


def _written_again(opened: Opened, snap: Snapshot, into: Path, config: Config, progress: Progress) -> Check:
    release = opened.release
    texts, references = (
        not any(path.startswith(part) for path in release.left_out) for part in ("texts/", "references/")
    )
    wanted = Wanted(release.version, date.fromisoformat(release.date), texts, references)
    made = release_of(snap, wanted, release.folder_revision)
    write_release(snap, made, into, config, progress)
    files, _ = held_in(into)
    found = differences(opened.wanted, {one.path: one.sha256 for one in files}, [])
    what = "graph, report and descriptions made from the inputs are the same, byte for byte"
    return check_of("made again", len(files), what, (f"not what the inputs give: {one}" for one in found.lines()))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
