"""A graph file that cannot be trusted is refused with what to do, and made again by the next build, which says so."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_graph import small_tables

from graph.ask import ask
from graph.build import build
from graph.config import Config
from graph.engines import ladybug as ladybug_engine
from graph.engines.held import HELD_A_WRITE
from graph.errors import GraphDamaged, GraphMissing
from graph.queries import queries
from graph.schema import NODE
from graph.store import HASH_ALWAYS, POINTER, check_file, graph_file, graph_home, open_graph, published

CONFIG = Config(buffer_pool_mb=64)
MEND = "Nothing is lost: run `narragraph build` to make it again from the folder."


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store") / "review"
    build(small_tables(), place, CONFIG)
    return place


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy with a graph; the copied file is of another inode, as after a restore from a backup."""
    return Path(shutil.copytree(original, tmp_path / "review"))


def frequencies(folder: Path) -> list[dict[str, object]]:
    database = open_graph(folder, CONFIG)
    try:
        return list(ask(database, "influences_by_frequency", {}).rows)
    finally:
        database.close()


def _file(folder: Path) -> Path:
    return graph_file(folder, published(folder))


def flipped(at: float) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = _file(folder)
        content = bytearray(file.read_bytes())
        content[min(int(at * len(content)), len(content) - 1)] ^= 0x10
        file.write_bytes(content)

    return spoil


def in_pointer(**said: Any) -> Callable[[Path], None]:
    """A pointer as an earlier version wrote it, without a check of itself."""

    def spoil(folder: Path) -> None:
        pointer = graph_home(folder) / POINTER
        held = {name: value for name, value in json.loads(pointer.read_text()).items() if name != "check"}
        pointer.write_text(json.dumps({**held, **said}))

    return spoil


def _pointer(folder: Path) -> Path:
    return graph_home(folder) / POINTER


def pointer_text(text: bytes) -> Callable[[Path], None]:
    return lambda folder: (graph_home(folder) / POINTER).write_bytes(text) and None


def _truncate(folder: Path) -> None:
    os.truncate(_file(folder), _file(folder).stat().st_size // 2)


def _folder_in_its_place(folder: Path) -> None:
    _file(folder).unlink()
    _file(folder).mkdir()


OTHER_BYTES = "its bytes are not the ones that were written"
DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "first byte": (flipped(0), OTHER_BYTES),
    "near the start": (flipped(0.01), OTHER_BYTES),
    "in the middle": (flipped(0.5), OTHER_BYTES),
    "last byte": (flipped(1), OTHER_BYTES),
    "cut off": (_truncate, OTHER_BYTES),
    "empty": (lambda folder: os.truncate(_file(folder), 0), OTHER_BYTES),
    "text": (lambda folder: _file(folder).write_text("paper,influence\n") and None, OTHER_BYTES),
    "deleted": (lambda folder: _file(folder).unlink(), "the graph file is gone"),
    "older engine": (in_pointer(engine_version="0.11.0"), "it was built with engine version 0.11.0, this is "),
    "newer vocabulary": (in_pointer(schema_version=99), "it was built with graph schema 99, this is "),
    "newer pointer": (in_pointer(shards=3), "the pointer cannot be read (it is damaged, or of another version"),
    "empty pointer": (pointer_text(b""), "the pointer cannot be read ("),
    "binary pointer": (pointer_text(b"\xff\xfe\x00"), "the pointer cannot be read ("),
    "half a pointer": (pointer_text(b'{"file": "a.lbug", "rev'), "the pointer cannot be read ("),
    "a list as pointer": (pointer_text(b"[1, 2]"), "the pointer cannot be read ("),
    "deep pointer": (pointer_text(b"[" * 100_000), "the pointer cannot be read ("),
    "another count": (
        lambda folder: pointer_text(_pointer(folder).read_bytes().replace(b'"Paper": 7', b'"Paper": 6'))(folder),
        "the pointer cannot be read (it is not as it was written)",
    ),
    "number as file": (in_pointer(file=7), "the pointer cannot be read (a value in it is of another type)"),
    "text as stamp": (in_pointer(stamp="now"), "the pointer cannot be read (a value in it is of another type)"),
    "file elsewhere": (in_pointer(file="../../x.lbug"), "the pointer cannot be read (it names a file elsewhere"),
}


@pytest.mark.fault("a damaged graph file or pointer")
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_graph_is_refused_then_made_again(folder: Path, damage: str) -> None:
    before = frequencies(folder)
    spoil, reason = DAMAGES[damage]
    spoil(folder)
    with pytest.raises(GraphDamaged) as refused:
        open_graph(folder, CONFIG)
    assert str(refused.value).startswith(f"{graph_home(folder)}{os.sep}")
    assert f": {reason}" in str(refused.value)
    assert str(refused.value).endswith(f". {MEND}")
    again = build(small_tables(), folder, CONFIG)
    assert again.changed
    assert again.notes == (f"The previous graph was made again: {refused.value.reason}.",)
    assert frequencies(folder) == before


@pytest.mark.fault("a damaged graph file or pointer")
def test_folder_in_place_of_the_graph_is_refused(folder: Path) -> None:
    _folder_in_its_place(folder)
    with pytest.raises(GraphDamaged, match="the graph file is gone"):
        open_graph(folder, CONFIG)


def test_folder_without_a_graph_says_so(folder: Path) -> None:
    (graph_home(folder) / POINTER).unlink()
    with pytest.raises(GraphMissing, match=r"no graph has been built here yet\. Run `narragraph build`\."):
        open_graph(folder, CONFIG)


def _flip_unseen(folder: Path) -> None:
    """Flip one byte as a failing disk does: size, time and inode stay what they were."""
    file = _file(folder)
    status = file.stat()
    with file.open("r+b") as opened:
        opened.seek(status.st_size // 2)
        byte = opened.read(1)
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([byte[0] ^ 1]))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.fault("a damaged graph file or pointer")
def test_flip_that_changes_no_time_is_seen_at_every_opening_of_a_small_file(folder: Path) -> None:
    build(small_tables(), folder, CONFIG, force=True)  # stamped anew
    said = published(folder)
    assert _file(folder).stat().st_size < HASH_ALWAYS
    _flip_unseen(folder)
    assert said.stamp == (_file(folder).stat().st_size, _file(folder).stat().st_mtime_ns, _file(folder).stat().st_ino)
    with pytest.raises(GraphDamaged, match=OTHER_BYTES):
        open_graph(folder, CONFIG)


@pytest.mark.fault("a damaged graph file or pointer")
def test_flip_that_changes_no_time_in_a_large_file_is_seen_by_a_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small_tables(), folder, CONFIG, force=True)
    before = frequencies(folder)
    _flip_unseen(folder)
    monkeypatch.setattr("graph.store.HASH_ALWAYS", 0)
    assert check_file(folder, published(folder)) == _file(
        folder
    )  # the stamp is believed: documented in graph-damaged.md
    with pytest.raises(GraphDamaged, match=OTHER_BYTES):
        check_file(folder, published(folder), always_hash=True)
    assert build(small_tables(), folder, CONFIG).notes == (f"The previous graph was made again: {OTHER_BYTES}.",)
    assert frequencies(folder) == before


def test_restored_copy_with_the_same_bytes_answers(folder: Path) -> None:
    assert published(folder).stamp[2] != _file(folder).stat().st_ino
    assert frequencies(folder)


def test_a_moment_without_writers_is_used_to_fold_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "graph.lbug"
    log = file.with_name("graph.lbug.wal")
    database = ladybug_engine.LadybugDatabase(file, writable=True, pool_mb=64)
    monkeypatch.setattr(database, "_most_held", 3 * HELD_A_WRITE / ladybug_engine.WORTH_FOLDING)
    database.install_schema()
    database.checkpoint()
    columns = {column.name: None for column in NODE["Paper"].columns}
    for number in range(3):
        assert database.write(queries("write")["create_paper"], [{**columns, "id": str(number), "authors": []}]) == 1
        assert log.stat().st_size > 0
        if number < 2:
            database.rest()
            assert log.is_file(), "two are not worth it"
    database.rest()
    assert not log.exists() or not log.stat().st_size
    database.close()
    database.rest()
