"""A review folder as it was at a git revision: the team's git holds the truth, and with it every earlier state."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from graph.errors import ConfigError


def folder_at(folder: Path, revision: str, place: Path) -> None:
    """Write the folder as it was at `revision` into `place`. Raises ConfigError where git does not know it."""
    prefix = _git(folder, "rev-parse", "--show-prefix").decode().strip().rstrip("/")
    if revision.startswith("-"):
        raise ConfigError("--since", f'"{revision}" is not a git revision.')
    commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", said=revision).decode().strip()
    # From the top: in a folder below, `git archive` would look for that folder inside the tree it was given.
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    archive = _git(top, "archive", "--format=tar", f"{commit}:{prefix}", said=revision)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(place, filter="data")
    if not (place / "review.toml").is_file():
        raise ConfigError("--since", f'at "{revision}" the folder held no review.toml.')


def _git(folder: Path, *words: str, said: str | None = None) -> bytes:
    try:
        # Words of ours and a revision that git itself resolves; never a shell.
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise ConfigError("--since", "git is not installed; name another folder instead.") from error
    if done.returncode:
        reason = f'git knows no revision "{said}" of this folder' if said else "this folder is not in a git repository"
        raise ConfigError("--since", f"{reason}.")
    return done.stdout
