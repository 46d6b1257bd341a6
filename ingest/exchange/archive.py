"""REFI-QDA archives, read in memory and within limits: nothing is ever unpacked to the disk."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.errors import ExchangeError
from graph.zips import BROKEN_ZIP

MOST_BYTES = 2_000_000_000
"""Of the archive itself: projects hold video."""
MOST_MEMBERS = 100_000
MOST_UNPACKED = 100_000_000
"""Bytes of one member that is read; pictures, sound and video are not."""
MOST_IN_ALL = 1_000_000_000
"""Bytes of all members that are read."""
_AGAIN = "Export the project again from the tool that made it."
_OUT = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|\0")


@dataclass
class Archive:
    """The members of a project archive by name without case; `project` is the name of its project file."""

    path: str
    project: str
    _zip: zipfile.ZipFile
    _names: dict[str, str]
    _read: int = 0

    def find(self, name: str) -> str | None:
        """The member of this name, whatever the case of its letters; null when there is none."""
        return self._names.get(name.casefold())

    def read(self, name: str) -> bytes:
        """The bytes of a member, unpacked no further than the limits, whatever its header says."""
        try:
            with self._zip.open(name) as member:
                content = member.read(MOST_UNPACKED + 1)
        except BROKEN_ZIP as error:
            raise ExchangeError(
                self.path, f'"{name}" in it is broken or protected ({error}).', rule="zip", fix=_AGAIN
            ) from None
        self._read += len(content)
        if len(content) > MOST_UNPACKED or self._read > MOST_IN_ALL:
            most = MOST_UNPACKED if len(content) > MOST_UNPACKED else MOST_IN_ALL
            message = f'"{name}" in it would unpack to more than {most // 1_000_000:,} MB.'
            raise ExchangeError(self.path, message, rule="unpacked size", fix=_AGAIN)
        return content

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def unread(self, read: set[str]) -> list[str]:
        """Members that nothing asked for."""
        return sorted(name for name in self._names.values() if name not in read and not name.endswith("/"))


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """Open a .qdpx. Raises ExchangeError for an archive that is broken, hostile, or holds no project file."""
    archive = _archive(file)
    try:
        yield archive
    finally:
        archive.close()


def _archive(file: Path) -> Archive:
    path = file.name
    if file.stat().st_size > MOST_BYTES:
        message = f"it has more than {MOST_BYTES // 1_000_000_000} GB."
        raise ExchangeError(path, message, rule="size", fix="Export it again without pictures, sound and video.")
    try:
        opened = zipfile.ZipFile(file)
        names = [member.filename.replace("\\", "/") for member in opened.infolist()]
        stored = [member.filename for member in opened.infolist()]
    except BROKEN_ZIP as error:
        raise ExchangeError(path, f"it is no zip archive, or a broken one ({error}).", rule="zip", fix=_AGAIN) from None
    try:
        by_name = _checked(path, names, stored)
        return Archive(path, _project_file(path, by_name), opened, by_name)
    except ExchangeError:
        opened.close()
        raise


def _checked(path: str, names: list[str], stored: list[str]) -> dict[str, str]:
    """The members by name without case; refuses names that no honest tool writes."""
    if len(names) > MOST_MEMBERS:
        raise ExchangeError(path, f"the archive holds {len(names):,} files.", rule="members", fix=_AGAIN)
    out = next((name for name in names if _OUT.search(name)), None)
    if out is not None:
        message = f'the archive holds a path that leads out of it ("{out}").'
        raise ExchangeError(path, message, rule="path", fix=_AGAIN)
    twice = [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]
    if twice:
        message = f'the archive holds "{twice[0]}" more than once.'
        raise ExchangeError(path, message, rule="doubled", fix=_AGAIN)
    return dict(zip((name.casefold() for name in names), stored, strict=True))


def _project_file(path: str, names: dict[str, str]) -> str:
    """The member that is the project: project.qde at the top, in any spelling, or the only .qde there."""
    if "project.qde" in names:
        return names["project.qde"]
    inside = [name for name in names if PurePosixPath(name).suffix == ".qde"]
    top = [name for name in inside if "/" not in name]
    if len(top) == 1:
        return names[top[0]]
    if not inside:
        raise ExchangeError(
            path, "the archive holds no project.qde, so it is no project.", rule="no project", fix=_AGAIN
        )
    many = "lies in a folder" if not top else "stands beside others"
    message = f'the project file of the archive {many} ("{names[inside[0]]}").'
    fix = "The standard wants one project.qde at the top: zip the contents of the folder, not the folder."
    raise ExchangeError(path, message, rule="inner name", fix=fix)
