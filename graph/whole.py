"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def appears_whole(out: Path) -> Iterator[Path]:
    """A temporary path beside `out`: what the block writes there (a file or a folder) takes the place of `out` when
    the block ends well, and is removed when it does not.
    """
    temporary = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield temporary
        _replace(temporary, out)
    finally:
        _remove(temporary)


def _replace(temporary: Path, out: Path) -> None:
    if not out.is_dir():
        temporary.replace(out)
        return
    # A folder that holds something cannot be replaced in one step: it steps aside first, and back if that fails.
    aside = out.with_name(f".{out.name}.{os.getpid()}.old")
    out.rename(aside)
    try:
        temporary.rename(out)
    except OSError:
        aside.rename(out)
        raise
    _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
