"""The published embedded graph of a folder: one file, named by a pointer that is replaced in one step.

    .narragraph/graph/current.json     the pointer
    .narragraph/graph/<name>.lbug      the graph it names; older ones are removed after the next build
    .narragraph/live/<pid>-<n>.lbug    the copy in which a running server lets decisions act

Readers open what the pointer names. A build writes a new file beside it; nothing ever changes a published one but
its owner, which stamps it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import GraphDamaged, GraphMissing
from graph.ids import digest
from graph.schema import SCHEMA_VERSION
from graph.whole import lives

if TYPE_CHECKING:
    from graph.config import Config
    from graph.database import Database

HOME = ".narragraph"
POINTER = "current.json"
CHECK = "check"
"""What the pointer holds besides: a digest of the rest, so that a flipped bit is no other number. Old ones lack it."""
HASH_ALWAYS = 16 * 2**20
"""Bytes up to which a file is hashed at every opening (at 400 MB a second on a slow machine); a larger one only when
its stamp differs, at a build and by `verify`."""


@dataclass(frozen=True)
class Published:
    """What the pointer says about the published file. `stamp` is size, mtime (ns) and inode when it was hashed."""

    file: str
    review: str
    revision: str
    schema_version: int
    engine_version: str
    narragraph_version: str
    built_at: str
    sha256: str
    stamp: tuple[int, int, int]
    counts: dict[str, int]


def graph_home(folder: Path) -> Path:
    """Where the graph files of a review folder live."""
    return folder / HOME / "graph"


def published(folder: Path) -> Published:
    """The pointer of a folder. Raises GraphMissing, or GraphDamaged when it cannot be read."""
    pointer = graph_home(folder) / POINTER
    try:
        return _understood(json.loads(pointer.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise GraphMissing(str(folder)) from None
    except (ValueError, TypeError, NotADirectoryError, IsADirectoryError, RecursionError) as error:
        raise GraphDamaged(str(pointer), f"the pointer cannot be read ({error})") from error


def _understood(said: object) -> Published:
    """The pointer's JSON as what it says. Raises ValueError or TypeError when it is none of ours, or not as written."""
    names = [part.name for part in fields(Published)]
    if isinstance(said, dict) and CHECK in said and said.pop(CHECK) != _check_of(said):
        raise ValueError("it is not as it was written")
    if not isinstance(said, dict) or set(said) != set(names):
        raise ValueError("it is damaged, or of another version of narragraph")
    stamp, counts = said["stamp"], said["counts"]
    texts = [said[name] for name in names if name not in {"stamp", "counts", "schema_version"}]
    numbers = [said["schema_version"], *(stamp if isinstance(stamp, list) else [None])]
    numbers += counts.values() if isinstance(counts, dict) else [None]
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(number, int) for number in numbers):
        raise TypeError("a value in it is of another type")
    if Path(said["file"]).name != said["file"]:
        raise ValueError(f"it names a file elsewhere: {said['file']}")
    return Published(**{**said, "stamp": tuple(stamp)})


def _check_of(said: dict[str, object]) -> str:
    return digest([json.dumps(said, sort_keys=True)])


def graph_file(folder: Path, said: Published) -> Path:
    """The file that the pointer names."""
    return graph_home(folder) / said.file


def check_file(folder: Path, said: Published, *, always_hash: bool = False) -> Path:
    """The published file, after checking version, presence and bytes.

    The bytes are hashed when size, time or inode are not as stamped, when the file is small (HASH_ALWAYS), or with
    `always_hash`. Raises GraphDamaged.
    """
    from graph.engines.ladybug import VERSION

    file = graph_file(folder, said)
    if said.schema_version != SCHEMA_VERSION:
        reason = f"it was built with graph schema {said.schema_version}, this is {SCHEMA_VERSION}"
        raise GraphDamaged(str(file), reason)
    if said.engine_version != VERSION:
        raise GraphDamaged(str(file), f"it was built with engine version {said.engine_version}, this is {VERSION}")
    try:
        stamp = stamp_of(file)
        looked = always_hash or stamp != said.stamp or stamp[0] <= HASH_ALWAYS
        same = not looked or sha256_of(file) == said.sha256
    except (FileNotFoundError, IsADirectoryError):
        raise GraphDamaged(str(file), "the graph file is gone") from None
    if not same:
        raise GraphDamaged(str(file), "its bytes are not the ones that were written")
    return file


def stamp_of(file: Path) -> tuple[int, int, int]:
    """Size, modification time in nanoseconds, and inode."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def sha256_of(file: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def publish(folder: Path, said: Published) -> None:
    """Replace the pointer in one step, on disk before this returns."""
    home = graph_home(folder)
    temporary = home / f"{POINTER}.new"
    with temporary.open("w", encoding="utf-8") as file:
        plain = json.loads(json.dumps(asdict(said)))
        json.dump({**plain, CHECK: _check_of(plain)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    pointer = home / POINTER
    if pointer.is_dir() and not pointer.is_symlink():
        shutil.rmtree(pointer)  # no build makes one, and a file cannot take its place
    temporary.replace(pointer)
    sync_folder(home)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_graph(folder: Path, config: Config, *, writable: bool = False) -> Database:
    """The graph of a folder on the configured engine, for reading unless `writable`.

    Raises GraphMissing, GraphDamaged or DatabaseUnavailable.
    """
    if config.engine == "neo4j":
        return _served(config)
    from graph.engines.ladybug import LadybugDatabase

    while True:
        said = published(folder)
        try:
            return LadybugDatabase(check_file(folder, said), writable=writable, pool_mb=config.pool_mb(said.counts))
        except GraphDamaged:
            if published(folder) == said:
                raise
            # A build published another graph and removed this one in between: open that.


def _served(config: Config) -> Database:
    """The graph of a server; one of another vocabulary is refused, because its answers would lack what is new."""
    from graph.engines.neo4j import Neo4jDatabase
    from graph.queries import queries

    database = Neo4jDatabase(config)
    try:
        for review in database.rows(queries("dump")["review"], {}):
            if review["schema_version"] != SCHEMA_VERSION:
                reason = f"its graph was built with graph schema {review['schema_version']}, this is {SCHEMA_VERSION}"
                raise GraphDamaged(config.neo4j_uri.split("@")[-1], reason)
    except BaseException:
        database.close()
        raise
    return database


def open_live(folder: Path, config: Config) -> Database:
    """The graph of a folder for a process that changes it: a server itself, or a private copy of the published file,
    so that other processes go on reading that one. `close_live` takes the copy away.

    Raises GraphMissing, GraphDamaged, DatabaseUnavailable, or OSError when there is no room for a copy.
    """
    if config.engine == "neo4j":
        return open_graph(folder, config)
    from graph.engines.ladybug import LadybugDatabase

    home = folder / HOME / "live"
    home.mkdir(exist_ok=True)
    _remove_left(home)
    copy = home / f"{os.getpid()}-{os.urandom(4).hex()}.lbug"
    said = published(folder)
    shutil.copyfile(check_file(folder, said), copy)
    return LadybugDatabase(copy, writable=True, pool_mb=config.pool_mb(said.counts))


def close_live(database: Database) -> None:
    """Close a graph that `open_live` opened; its copy goes."""
    database.close()
    file: Path | None = getattr(database, "file", None)
    if file is not None:
        _remove(file)


def _remove_left(home: Path) -> None:
    """Remove the copies of servers that were killed."""
    for copy in home.glob("*.lbug"):
        pid = copy.name.partition("-")[0]
        if pid.isdigit() and not lives(int(pid)):
            _remove(copy)


def _remove(copy: Path) -> None:
    for file in copy.parent.glob(f"{copy.name}*"):
        file.unlink(missing_ok=True)
