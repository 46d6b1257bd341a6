"""The texts of a review folder: every file in texts/ read once and given to its paper."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.documents import PaperText
from graph.errors import TextError
from graph.links import lies_elsewhere
from graph.progress import Progress, silent
from ingest.texts.match import FOLDER, Known, Match, ReadText, match
from ingest.texts.read import content_of, text_of
from ingest.texts.store import keep, text_of_file


@dataclass(frozen=True)
class Texts:
    """The texts that have a paper, and one problem for every file that is not used."""

    papers: tuple[PaperText, ...] = ()
    matches: tuple[Match, ...] = ()
    problems: tuple[TextError, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Path -> SHA-256 of every file that was read."""

    @property
    def new(self) -> tuple[Match, ...]:
        """Texts whose papers no table has."""
        return tuple(found for found in self.matches if found.new)


def read_texts(folder: Path, known: Known, *, progress: Progress = silent) -> Texts:
    """Read texts/ of a review folder. What is wrong with a file is told in `problems`; the others go on."""
    files = text_files(folder)
    read: list[ReadText] = []
    problems: list[TextError] = []
    inputs: dict[str, str] = {}
    for number, file in enumerate(files):
        path = file.relative_to(folder).as_posix()
        progress(f"reading {path}", number, len(files))
        try:
            one = _read(folder, file, path)
        except TextError as error:
            problems.append(error)
        else:
            read.append(one)
            inputs[path] = one.file_sha256
    matches, more = match(read, known)
    papers = tuple(
        PaperText(found.paper_id, found.read.path, found.read.file_sha256, found.read.text) for found in matches
    )
    every = sorted([*problems, *_not_twice(more, problems)], key=lambda error: error.path)
    return Texts(papers, tuple(matches), tuple(every), inputs)


def text_files(folder: Path) -> list[Path]:
    """The files under texts/ in order of path; hidden ones are not ours."""
    home = folder / FOLDER
    found = [file for file in home.rglob("*") if file.is_file() or file.is_symlink()] if home.is_dir() else []
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(home).parts))


def _read(folder: Path, file: Path, path: str) -> ReadText:
    if lies_elsewhere(folder, file):
        message = "it is a link to a place outside the review folder."
        raise TextError(path, message, rule="path", fix="Copy the file into texts/.")
    content = content_of(file, path)
    file_sha256 = hashlib.sha256(content).hexdigest()
    stored = text_of_file(folder, file_sha256, file.suffix)
    if stored is None:
        stored = text_of(content, path)
        keep(folder, file_sha256, file.suffix, stored)
    return ReadText(path, file_sha256, stored)


def _not_twice(more: list[TextError], told: list[TextError]) -> list[TextError]:
    """A name whose file could not be read has been told already."""
    paths = {error.path.casefold() for error in told}
    return [error for error in more if error.path.casefold() not in paths]
