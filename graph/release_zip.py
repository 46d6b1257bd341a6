"""A release or backup as a zip: the same bytes everywhere, and read back within limits."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from graph.errors import ReleaseError
from graph.release_model import leads_out
from graph.zips import BROKEN_ZIP

MOST_MEMBERS = 200_000
MOST_UNPACKED = 20_000_000_000
"""Bytes of all members together."""
MOST_NAME = 255
"""Bytes of the name of a file or folder."""
_CHUNK = 1 << 20
_AGAIN = "Get it again from where it came."


def write_zip(folder: Path, paths: Sequence[str], out: Path, day: date) -> None:
    """Pack these files of a folder, in this order, under one day.

    Nothing is compressed: what a compressor writes differs between its versions; parquet files are small already.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in paths:
            member = zipfile.ZipInfo(path, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            member.create_system, member.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            member.file_size = (folder / path).stat().st_size
            with (folder / path).open("rb") as source, packed.open(member, "w") as into:
                shutil.copyfileobj(source, into, _CHUNK)


def unpack(file: Path, into: Path, shown: str) -> None:
    """Unpack a zip into an empty folder. Raises ReleaseError for one that is broken, hostile or beyond the limits.

    Nothing is written before every name is checked, and no more than the limits whatever the headers say.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            members = _checked(packed, shown)
            free = shutil.disk_usage(into).free
            left = min(MOST_UNPACKED, free - free // 10)
            for member in members:
                target = into / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                left = _write(packed, member, target, left, shown)
    except FileExistsError as error:
        raise ReleaseError(shown, f'"{error.filename}" in it is a file and a folder.', fix=_AGAIN) from None
    except NotADirectoryError as error:
        raise ReleaseError(shown, f'"{error.filename}" in it is a file and a folder.', fix=_AGAIN) from None
    except BROKEN_ZIP as error:
        if isinstance(error, OSError) and error.errno not in {None, errno.EINVAL}:
            raise  # of the disk; a place before the beginning of the file is of the archive
        raise ReleaseError(shown, f"it is no zip archive, or a broken one ({error}).", fix=_AGAIN) from None


def _checked(packed: zipfile.ZipFile, shown: str) -> list[zipfile.ZipInfo]:
    """The members that are files. Raises ReleaseError."""
    every = packed.infolist()
    if len(every) > MOST_MEMBERS:
        raise ReleaseError(shown, f"it holds {len(every):,} files, more than {MOST_MEMBERS:,}.", fix=_AGAIN)
    for member in every:
        if leads_out(member.orig_filename.removesuffix("/")):
            raise ReleaseError(shown, f'it holds a path that leads out of it ("{member.orig_filename}").', fix=_AGAIN)
        if any(len(part.encode("utf-8", "replace")) > MOST_NAME for part in member.filename.split("/")):
            raise ReleaseError(shown, f'it holds a name that no disk takes ("{member.filename[:40]}...").', fix=_AGAIN)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise ReleaseError(shown, f'"{member.filename}" in it is a link or a device.', fix=_AGAIN)
    members = [member for member in every if not member.is_dir()]
    # Without case: two names that one disk holds as one file would hide each other.
    twice = [name for name, times in Counter(one.filename.casefold() for one in members).items() if times > 1]
    if twice:
        raise ReleaseError(shown, f'it holds "{twice[0]}" more than once.', fix=_AGAIN)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ReleaseError(shown, f"it would unpack to more than {MOST_UNPACKED // 10**9} GB.", fix=_AGAIN)
    return members


def _write(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, shown: str) -> int:
    """Unpack one member and return how many bytes may still follow."""
    with packed.open(member) as source, target.open("xb") as into:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ReleaseError(
                    shown, "it unpacks to more than the limit, or than the disk has room for.", fix=_AGAIN
                )
            into.write(chunk)
    return left
