"""The references of a review folder: every file in references/ read once; what is wrong with one stops no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ReferencesError
from graph.links import lies_elsewhere
from graph.progress import Progress, silent
from ingest.references.read import read_file
from ingest.references.record import FileReport, Record

FOLDER = "references"


@dataclass(frozen=True)
class References:
    """All records in order of file and line, one report for each file, and one problem for each that is not used."""

    records: tuple[Record, ...] = ()
    reports: tuple[FileReport, ...] = ()
    problems: tuple[ReferencesError, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)
    """Path -> SHA-256 of every file that was read."""

    @property
    def complete(self) -> bool:
        """Whether every file was read and no record was refused."""
        return not self.problems and not any(report.refused for report in self.reports)


def read_references(folder: Path, *, progress: Progress = silent) -> References:
    """Read references/ of a review folder, in order of path."""
    records: list[Record] = []
    reports: list[FileReport] = []
    problems: list[ReferencesError] = []
    files = reference_files(folder)
    for number, file in enumerate(files):
        path = file.relative_to(folder).as_posix()
        progress(f"reading {path}", number, len(files))
        try:
            if lies_elsewhere(folder, file):
                message = "it is a link to a place outside the review folder."
                raise ReferencesError(path, message, rule="path", fix="Copy the file into references/.")
            read = read_file(file, path)
        except ReferencesError as error:
            problems.append(error)
        else:
            records += read.records
            reports.append(read.report)
    inputs = {report.path: report.sha256 for report in reports}
    return References(tuple(records), tuple(reports), tuple(problems), inputs)


def reference_files(folder: Path) -> list[Path]:
    """The files under references/ in order of path; hidden ones and notes in Markdown are not ours."""
    home = folder / FOLDER
    found = [file for file in home.rglob("*") if file.is_file() or file.is_symlink()] if home.is_dir() else []
    ours = (file for file in found if file.suffix.lower() != ".md")
    return sorted(file for file in ours if not any(part.startswith(".") for part in file.relative_to(home).parts))
