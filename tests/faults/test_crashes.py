"""Work that is killed at every step: nothing acknowledged is lost, nothing half is read, and it goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from crash_acts import ACKNOWLEDGED, KEY, at_the_desk, settle
from crashing import Crasher, crasher
from desk_review import desk_review
from faults import LONG, often

from cli.main import run
from curation.desk import Said
from curation.entries import Claim, Verdict
from curation.ledger import read_ledgers
from graph.ask import ask
from graph.config import Config
from graph.model import Direction
from graph.store import graph_home, open_graph, published

CONFIG = Config(buffer_pool_mb=64)
Recorded = Callable[[str, object], None]
Made = Callable[[], Path]
MOST = often(2, 10_000)
"""Steps at which one piece of work is killed."""
FEWER = often(1, 10_000)
"""The same, of what is done seldom."""


@pytest.fixture(scope="module")
def crash() -> Iterator[Crasher]:
    with crasher() as started:
        yield started


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables, texts, suggestions, a conflict of two coders, and a graph that shows it."""
    place = desk_review(tmp_path_factory.mktemp("crashes") / "review")
    with at_the_desk(place) as (desk, live):
        first, second = sorted(desk.material.suggestions)[:2]
        for who, direction in (("ann", Direction.BARRIER), ("ben", Direction.FACILITATOR)):
            desk.decide((who, "pc", "1"), first, Said(Verdict.EDIT, (Claim("training", direction),)))
        desk.decide(("ann", "pc", "2"), second, Said(Verdict.REJECT))
        live.follow()
    run(["build", str(place), "--quiet"])
    return place


@pytest.fixture
def made(original: Path, tmp_path: Path) -> Made:
    """Copies of it."""
    numbers = count()
    return lambda: Path(shutil.copytree(original, tmp_path / f"review-{next(numbers)}" / "review"))


def answers(folder: Path) -> dict[str, object]:
    """What a reader sees."""
    database = open_graph(folder, CONFIG)
    try:
        names = ("papers", "influences_by_frequency", "settings")
        return {"revision": published(folder).revision} | {name: ask(database, name, {}).rows for name in names}
    finally:
        database.close()


def counts(folder: Path) -> dict[str, object]:
    """The same without the revision, which knows of the moment of every decision."""
    return {name: rows for name, rows in answers(folder).items() if name != "revision"}


def keys(folder: Path) -> list[tuple[str, str]]:
    """Who wrote what, by key."""
    return sorted((entry.curator, entry.key) for entry in read_ledgers(folder).entries)


def whole(folder: Path) -> None:
    """It builds, and nothing is left of what was killed."""
    assert run(["build", str(folder), "--quiet"]) == 0
    left = {entry.name for entry in graph_home(folder).iterdir()}
    assert left == {published(folder).file, "current.json", "build.lock"}


def with_another_row(folder: Path) -> Path:
    """The folder with one finding more in its table."""
    table = folder / "tables" / "t.csv"
    table.write_text(table.read_text(encoding="utf-8") + "C,1,Pay,helps,Clinic\n", encoding="utf-8")
    return folder


@pytest.mark.fault("kill -9 at each step of a build and of its swap")
def test_build_killed_at_each_step(crash: Crasher, made: Made, record_property: Recorded) -> None:
    before, after, tried = answers(made()), None, 0
    for folder in crash.every("command", ["build", "{}"], lambda: with_another_row(made()), MOST):
        tried += 1
        found = answers(folder)
        whole(folder)
        after = after or answers(folder)
        assert found in (before, after)
        assert answers(folder) == after
    assert after != before
    record_property("tried", tried)


def exported(out: Path) -> dict[str, bytes] | None:
    """The bytes of an export, which is a file or a folder; null when there is none."""
    if not out.exists():
        return None
    return {file.name: file.read_bytes() for file in ([out] if out.is_file() else out.iterdir())}


@pytest.mark.fault("kill -9 at each step of an export over an earlier one")
@pytest.mark.parametrize("form", ["json", "csv"] if LONG else ["csv"])
def test_export_killed_at_each_step(crash: Crasher, made: Made, record_property: Recorded, form: str) -> None:
    """Under its name stands the earlier export or the new one, whole; what the killed one left goes with the next."""
    words = ["export", "{}", "--format", form, "--out", "{}/../out", "--force"]
    earlier = made()
    crash("command", words, earlier)
    later = with_another_row(made())
    run(["build", str(later), "--quiet"])

    def over() -> Path:
        folder = made()
        shutil.rmtree(folder)
        shutil.copytree(later, folder)
        (shutil.copytree if form == "csv" else shutil.copyfile)(earlier.parent / "out", folder.parent / "out")
        return folder

    complete = over()
    crash("command", words, complete)
    old, new = exported(earlier.parent / "out"), exported(complete.parent / "out")
    assert old != new
    tried = 0
    for folder in crash.every("command", words, over, MOST):
        tried += 1
        assert exported(folder.parent / "out") in (old, new)
        crash("command", words, folder)
        assert exported(folder.parent / "out") == new
        assert sorted(entry.name for entry in folder.parent.iterdir()) == ["out", "review"]
    record_property("tried", tried)


@pytest.mark.fault("kill -9 at each step of tagging")
def test_tagging_killed_at_each_step(crash: Crasher, made: Made, record_property: Recorded) -> None:
    def untagged() -> Path:
        folder = made()
        for name in ("suggestions", "texts"):
            shutil.rmtree(folder / ".narragraph" / name)
        return folder

    def said(folder: Path) -> dict[str, object]:
        told = json.loads(crash("command", ["tag", "{}", "--json", "--quiet"], folder).said)
        return {name: value for name, value in told.items() if not name.startswith(("texts_tagged", "shards_"))}

    wanted = said(untagged())
    assert wanted["suggestions"] == 4
    tried = 0
    for folder in crash.every("command", ["tag", "{}"], untagged, MOST):
        tried += 1
        assert said(folder) == wanted
    record_property("tried", tried)


@pytest.mark.fault("kill -9 at each step of an adjudication at a running desk")
def test_adjudication_killed_at_each_step(crash: Crasher, made: Made, record_property: Recorded) -> None:
    before, tried, acknowledged, lost = keys(made()), 0, 0, 0
    after = None
    for folder in crash.every("adjudicate", [], made, MOST):
        tried += 1
        told = folder.with_name(f"{folder.name}.{ACKNOWLEDGED}").exists()
        entries = [*before, ("chief", KEY)]
        acknowledged += told
        lost += told and keys(folder) != sorted(entries)
        assert keys(folder) in (before, sorted(entries))
        with at_the_desk(folder) as (desk, live):
            settle(desk)
            live.follow()
        assert keys(folder) == sorted(entries)
        whole(folder)
        after = after or counts(folder)
        assert counts(folder) == after
        assert not list((folder / ".narragraph" / "live").iterdir())
    for name, value in (("tried", tried), ("acknowledged", acknowledged), ("lost", lost)):
        record_property(name, value)
    assert lost == 0


@pytest.mark.fault("kill -9 at each step of a backup, and of a restore over a folder")
def test_backup_and_restore_killed_at_each_step(crash: Crasher, made: Made, record_property: Recorded) -> None:
    words = ["backup", "{}", "--out", "{}/../b.zip"]
    tried = 0
    for folder in crash.every("command", words, made, FEWER):
        tried += 1
        if (folder.parent / "b.zip").exists():
            assert run(["restore", "--verify", str(folder.parent / "b.zip")]) == 0
        else:
            crash("command", words, folder)
    kept = folder.parent / "b.zip"
    wanted = keys(folder)

    def decided() -> Path:
        place = made()
        with at_the_desk(place) as (desk, _):
            settle(desk)
        return place

    for folder in crash.every("command", ["restore", str(kept), "{}", "--force"], decided, FEWER):
        tried += 1
        places = [place for place in folder.parent.iterdir() if (place / "review.toml").is_file()]
        held = [keys(place) for place in places if not place.name.startswith(".")]
        assert sorted([*wanted, ("chief", KEY)]) in held, "what was decided since stands somewhere under a plain name"
        if folder in places:
            assert keys(folder) in (wanted, sorted([*wanted, ("chief", KEY)]))
            whole(folder)
        else:
            assert run(["restore", str(kept), str(folder)]) == 0
            assert keys(folder) == wanted
    record_property("tried", tried)


@pytest.mark.fault("kill -9 at each step of freezing the codebook")
def test_freezing_killed_at_each_step(crash: Crasher, made: Made, record_property: Recorded) -> None:
    """Three files of the review are replaced: the folder builds to the same counts, or says what to do."""
    chief = ["--curator", "chief", "--device", "pc", "-C", "{}"]

    def changed() -> Path:
        folder = made()
        for words in (("merge", "culture", "--into", "pay"), ("rename", "training", "--name", "Courses")):
            assert run(["codebook", *words, *(word.replace("{}", str(folder)) for word in chief)]) == 0
        return folder

    complete = changed()
    whole(complete)
    wanted = counts(complete)
    tried = 0
    for folder in crash.every("command", ["codebook", "freeze", *chief], changed, FEWER):
        tried += 1
        code = run(["build", str(folder), "--quiet"])
        crash("command", ["codebook", "freeze", *chief], folder)
        whole(folder)
        assert counts(folder) == wanted
        assert code == 0
    record_property("tried", tried)
