"""What happens to a build from outside: killed, interrupted, a second one beside it, readers while it swaps, a full
disk. Whatever happens, the previous graph answers the same rows, and the next build finds nothing in its way.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from build_process import SMALL, installed, start, wait_for
from command_line import in_shell
from faults import often
from missing import missing
from tiny_review import FINDINGS, tiny_review

from graph.ask import ask
from graph.build import build
from graph.config import Config
from graph.errors import FolderNotWritable
from graph.store import check_file, graph_home, open_graph, published
from ingest.folder import read_folder

CONFIG = Config(buffer_pool_mb=64)
ENVIRONMENT = {**os.environ, **SMALL}
SEED = 20_261_125
KILLS = often(10, 300)
"""Kills of a real build."""


def many_findings(folder: Path, rows: int = 120) -> None:
    """Enough rows that a build has something to be interrupted in."""
    lines = [
        f"P{n},clinic {n % 40},{('Training', 'Pay')[n % 2]},{('helps', 'hinders')[n % 3 > 0]},They said {n}"
        for n in range(rows)
    ]
    table = FINDINGS.splitlines()[0] + "\n" + "\n".join(lines) + "\n"
    (folder / "tables" / "findings.csv").write_text(table, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review folder with a published graph."""
    place = tiny_review(tmp_path / "review")
    many_findings(place)
    build(read_folder(place).tables, place, CONFIG)
    return place


def answers(folder: Path) -> dict[str, object]:
    """What a reader sees: the revision and the rows of three queries, from a file whose every byte is right."""
    check_file(folder, published(folder), always_hash=True)
    database = open_graph(folder, CONFIG)
    try:
        rows = {name: ask(database, name, {}).rows for name in ("influences_by_frequency", "settings", "papers")}
    finally:
        database.close()
    return {"revision": published(folder).revision, **rows}


def leftovers(folder: Path) -> list[str]:
    """What stands in the graph folder besides the published graph, its pointer and the lock."""
    known = {published(folder).file, "current.json", "build.lock"}
    return sorted(entry.name for entry in graph_home(folder).iterdir() if entry.name not in known)


@pytest.mark.fault("kill -9 at any moment of a build")
def test_build_killed_at_any_moment_leaves_the_previous_graph(
    folder: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("tried", KILLS)
    before = answers(folder)
    moments = random.Random(SEED)
    words = ["build", folder, "--force"]
    began = time.monotonic()
    subprocess.run(installed(words), env=ENVIRONMENT, check=True, capture_output=True)
    whole = time.monotonic() - began
    warm = start(words, tmp_path / "said")  # starts the process that forks the others, imports included
    warm.join(120)
    began = time.monotonic()
    once = start(words, tmp_path / "said")
    once.join(120)
    forked = time.monotonic() - began
    assert (warm.exitcode, once.exitcode) == (0, 0), (tmp_path / "said").read_text()
    interrupted = 0
    for number in range(KILLS):
        if number % 10 == 0:  # the real command, its imports included
            shell = subprocess.Popen(
                installed(words), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(moments.uniform(0, whole))
            shell.kill()
            shell.wait()
        else:
            process = start(words, tmp_path / "said")
            time.sleep(moments.uniform(0, forked))
            process.kill()
            process.join()
        interrupted += bool(leftovers(folder))
        if number % 5 == 0 or leftovers(folder):
            assert answers(folder) == before, number
    assert interrupted >= KILLS // 10, "too few kills met a build at work: the test has lost its point"
    done = in_shell(*words, env=SMALL)
    assert done.code == 0, done.err
    assert leftovers(folder) == []
    assert answers(folder) == before


@pytest.mark.fault("kill -9 at any moment of a build")
def test_killed_build_leaves_nothing_that_the_next_one_keeps_even_when_nothing_changed(folder: Path) -> None:
    home = graph_home(folder)
    (home / "load-abc").mkdir()
    for name in ("load-abc/Paper.parquet", "abc-1.lbug", "abc-1.lbug.wal", "abc-1.lbug.probe", "current.json.new"):
        (home / name).write_bytes(b"left")
    assert not build(read_folder(folder).tables, folder, CONFIG).changed
    assert leftovers(folder) == []


@pytest.mark.fault("Ctrl-C during a build")
def test_interrupted_build_exits_130_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    before = answers(folder)
    said = tmp_path / "said"
    interrupted = 0
    for _ in range(12):
        process = start(["build", folder, "--force"], said)
        assert wait_for(graph_home(folder), "load-*")
        os.kill(process.pid or 0, signal.SIGINT)
        process.join(120)
        if process.exitcode == 0:
            continue  # on a busy machine the signal can come after the build
        interrupted += 1
        assert process.exitcode == 130
        assert said.read_text() == "Interrupted.\n"
        assert leftovers(folder) == []
        assert answers(folder) == before
        if interrupted == 3:
            break
    assert interrupted == 3


@pytest.mark.fault("Ctrl-C during a build")
def test_interruption_just_after_the_change_over_keeps_the_new_graph(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "tables" / "findings.csv").write_text(FINDINGS, encoding="utf-8")

    def interrupted(_: Path) -> None:
        if published(folder).revision != old:
            raise KeyboardInterrupt

    old = published(folder).revision
    monkeypatch.setattr("graph.store.sync_folder", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(read_folder(folder).tables, folder, CONFIG)
    assert answers(folder)["revision"] != old
    assert leftovers(folder) == []


@pytest.mark.fault("two builds of one folder")
def test_second_build_is_told_who_builds_and_a_killed_one_holds_no_lock(folder: Path, tmp_path: Path) -> None:
    before = answers(folder)
    first = start(["build", folder, "--force"], tmp_path / "first")
    assert wait_for(graph_home(folder), "load-*")
    os.kill(first.pid or 0, signal.SIGSTOP)  # holds the lock for as long as we look
    try:
        second = in_shell("build", folder, "--force", env=SMALL)
        assert second.code == 1
        pattern = (
            rf"Error: {re.escape(str(folder / '.narragraph'))}: another build of this folder is running \(process "
            rf"{first.pid} on \S+, since \d{{4}}-\d\d-\d\dT[\d:]+\+00:00\)\. Wait for it to end, then run it again\.\n"
        )
        assert re.fullmatch(pattern, second.err), second.err
        assert answers(folder) == before
    finally:
        first.kill()
        first.join()
    third = in_shell("build", folder, "--force", "--json", env=SMALL)
    assert third.code == 0, third.err
    assert leftovers(folder) == []
    assert answers(folder) == before


def _read_until_stopped(folder: Path, stop: Path, out: Path) -> subprocess.Popen[bytes]:
    """A process that opens and asks in a loop, as many separate readers would, and writes what it saw."""
    program = (
        "import json, sys\nfrom pathlib import Path\nfrom graph.ask import ask\nfrom graph.config import Config\n"
        "from graph.store import open_graph\nfolder, stop, out = map(Path, sys.argv[1:])\nseen = []\n"
        "while not stop.exists():\n"
        "    database = open_graph(folder, Config(buffer_pool_mb=64))\n"
        "    answer = ask(database, 'papers', {})\n"
        "    seen.append([answer.info.revision, len(answer.rows)])\n"
        "    database.close()\n"
        "out.write_text(json.dumps(seen))\n"
    )
    return subprocess.Popen(
        [str(Path(installed([])[0]).parent / "python"), "-c", program, str(folder), str(stop), str(out)],
        stderr=subprocess.PIPE,
        cwd=Path(__file__).resolve().parent.parent.parent,
    )


@pytest.mark.fault("readers while builds swap the graph")
def test_readers_see_a_whole_graph_while_builds_change_it(folder: Path, tmp_path: Path) -> None:
    large = read_folder(folder).tables
    (folder / "tables" / "findings.csv").write_text(FINDINGS, encoding="utf-8")
    small = read_folder(folder).tables
    papers = {tables.node("Review")["revision"][0].as_py(): tables.counts()["Paper"] for tables in (large, small)}
    stop = tmp_path / "stop"
    readers = [_read_until_stopped(folder, stop, tmp_path / f"seen{n}.json") for n in range(2)]
    try:
        for number in range(10):
            assert build(small if number % 2 == 0 else large, folder, CONFIG).changed
            if number in {3, 7}:
                asked = in_shell("query", "review", "-C", folder, "--json", env=SMALL)
                assert asked.code == 0, asked.err
    finally:
        stop.touch()
        errors = [reader.communicate(timeout=120)[1].decode() for reader in readers]
    assert errors == ["", ""]
    seen = [entry for n in range(2) for entry in json.loads((tmp_path / f"seen{n}.json").read_text())]
    assert {(revision, rows) for revision, rows in seen} == set(papers.items())
    assert len(seen) > 10


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 40 MB. Only the superuser may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode != 0:
        missing("NO SMALL DISK: only root may mount one; a build on a full disk was NOT checked", required=False)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(disk: Path, left: int) -> None:
    free = shutil.disk_usage(disk).free
    (disk / "filler").write_bytes(bytes(max(0, free - left)))


@pytest.mark.fault("a full disk during a build (tmpfs of 40 MB)")
@pytest.mark.parametrize("left", [0, 8 * 1024, 300 * 1024, 2 * 2**20])
def test_build_on_a_full_disk_says_what_is_missing(small_disk: Path, folder: Path, left: int) -> None:
    place = Path(shutil.copytree(folder, small_disk / "review"))
    before = answers(place)
    (place / "tables" / "findings.csv").write_text(FINDINGS, encoding="utf-8")
    tables = read_folder(place).tables
    _fill(small_disk, left)
    with pytest.raises(FolderNotWritable) as refused:
        build(tables, place, CONFIG)
    said = str(refused.value)
    assert said.startswith(f"{place}: no space is left on the disk (")
    assert "free some and build again. The previous graph, if there was one, is untouched and still answers." in said
    assert answers(place) == before
    assert leftovers(place) == []
    (small_disk / "filler").unlink()
    assert build(tables, place, CONFIG).changed


@pytest.mark.fault("a full disk during a build (tmpfs of 40 MB)")
@pytest.mark.parametrize("left", [40, 100, 200, 600, 1200])
def test_disk_that_fills_during_the_build_is_told(
    small_disk: Path, folder: Path, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look at the room is left out: then it is the engine that meets the full disk, in the middle."""
    place = Path(shutil.copytree(folder, small_disk / "review"))
    before = answers(place)
    monkeypatch.setattr("graph.build._check_room", lambda *_: None)
    many_findings(place, 900)
    tables = read_folder(place).tables
    _fill(small_disk, left * 1024)
    with pytest.raises(FolderNotWritable, match=r"no space is left on the disk \(.*No space left on device"):
        build(tables, place, CONFIG)
    assert answers(place) == before
    assert leftovers(place) == []


@pytest.mark.fault("a full disk while the pointer is written (/dev/full)")
def test_full_disk_while_the_pointer_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last write of a build is the smallest: only its temporary file is met by the full disk (/dev/full)."""
    before = answers(folder)
    (folder / "tables" / "findings.csv").write_text(FINDINGS, encoding="utf-8")
    tables = read_folder(folder).tables
    (graph_home(folder) / "current.json.new").symlink_to("/dev/full")
    monkeypatch.setattr("graph.build._clean", lambda _: None)  # it would take the symbolic link away
    with pytest.raises(FolderNotWritable, match=r"no space is left on the disk \(No space left on device\)"):
        build(tables, folder, CONFIG)
    monkeypatch.undo()
    assert answers(folder) == before
    assert build(tables, folder, CONFIG).changed
    assert leftovers(folder) == []
