"""Links in a review folder: what lies elsewhere is not read, and nothing that narragraph writes goes through them."""

from __future__ import annotations

import os
from pathlib import Path

from graph.errors import FolderNotWritable
from graph.store import HOME


def lies_elsewhere(folder: Path, file: Path) -> bool:
    """Whether a file of a folder lies elsewhere, because it or a folder above it is a link; one in a circle does."""
    try:
        return not file.resolve().is_relative_to(folder.resolve())
    except (RuntimeError, OSError):  # Python 3.11 and 3.12 raise RuntimeError for links that lead in a circle
        return True


def itself(name: str, flags: int) -> int:
    """An opener for `open`: the file of that name and never one that it links to. Raises OSError for a link."""
    return os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)


def check_home(folder: Path) -> None:
    """Refuse a folder whose .narragraph, or a folder in it, lies elsewhere: builds write and clear there.

    Raises FolderNotWritable.
    """
    home = folder / HOME
    inside = [entry.name for entry in os.scandir(home) if entry.is_symlink()] if home.is_dir() else []
    for place in (home, *(home / name for name in sorted(inside))):
        if lies_elsewhere(folder, place):
            path = place.relative_to(folder).as_posix()
            reason = f"{path} is a link to a place outside the review folder, where nothing is written. Remove the link"
            raise FolderNotWritable(str(folder), reason)
