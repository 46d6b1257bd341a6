"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def appears_whole(out: Path) -> Iterator[Path]:
    """A temporary path beside `out`: what the block writes there (a file or a folder) takes the place of `out` when
    the block ends well, and is removed when it does not.
    """
    temporary = _beside(out, "part")
    try:
        yield temporary
        _replace(temporary, out)
    finally:
        _remove(temporary)


def clear_left(out: Path) -> None:
    """Clear what processes of this machine left beside `out` when they were killed; an earlier `out` that one of them
    had put aside comes back to its place.
    """
    name = re.compile(re.escape(f".{out.name}.{socket.gethostname()}-") + r"(\d+)\.(part|old)")
    for left in list(out.absolute().parent.iterdir()):
        found = name.fullmatch(left.name)
        if found is None or lives(int(found[1])):
            continue
        if found[2] == "old" and not out.exists():
            left.rename(out)
        else:
            _remove(left)


def lives(pid: int) -> bool:
    """Whether a process of this machine is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _beside(out: Path, what: str) -> Path:
    """A hidden name for this process; with the machine in it, because others may write to the same folder."""
    return out.with_name(f".{out.name}.{socket.gethostname()}-{os.getpid()}.{what}")


def _replace(temporary: Path, out: Path) -> None:
    if not out.is_dir():
        temporary.replace(out)
        return
    if _exchange(temporary, out):
        return
    # Without an exchange the old folder steps aside first, and back if that fails: for a moment there is none.
    aside = _beside(out, "old")
    out.rename(aside)
    try:
        temporary.rename(out)
    except OSError:
        aside.rename(out)
        raise
    _remove(aside)


_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change their names in one step (renameat2); false where kernel or file system cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
