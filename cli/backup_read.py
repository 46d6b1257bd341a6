"""Reading a copy of a review folder for what a build of it gives, without leaving anything in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from graph.progress import Progress
from graph.store import HOME


@dataclass(frozen=True, slots=True)
class Read:
    """What a build would show; `revision` is null where `problems` stop it."""

    review: str | None
    revision: str | None
    problems: tuple[str, ...]


def read_copy(copy: Path, progress: Progress, lent: Path | None = None) -> Read:
    """Read a copy; the texts that a folder `lent` has extracted already are used, by their hashes."""
    from cli.curated import read_curated
    from cli.folder import MARK
    from cli.release_inputs import lend_texts
    from cli.release_made import revision_shown

    if not (copy / MARK).is_file():
        return Read(None, None, (f"{MARK} is missing",))
    if lent is not None:
        lend_texts(lent, copy)
    try:
        curated = read_curated(copy, progress=progress)
    finally:
        _forget(copy / HOME)
    review = curated.ingested.review
    name = None if review is None else review.review.id
    problems = tuple(map(str, curated.ingested.report.problems))
    return Read(name, None if problems else revision_shown(curated), problems)


def _forget(home: Path) -> None:
    """Take away what reading left, not what a link leads to."""
    texts = home / "texts"
    if texts.is_symlink():
        texts.unlink()
    if home.is_dir():
        shutil.rmtree(home)
