"""Answers of OpenAlex and Crossref in citations/ of the review folder: the bytes as they came, and a log of asking."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from cli.enrich_ask import Answer
from cli.enrich_service import Service
from graph.errors import ReferencesError
from graph.links import itself, lies_elsewhere
from graph.whole import appears_whole
from ingest.references.citations import FOLDER, LOG


@dataclass(frozen=True)
class Asked:
    """One line of the log. `file` lies beside the log, "" where the service does not know the DOI."""

    doi: str
    asked_on: str
    status: str
    file: str
    sha256: str
    url: str
    said: str


COLUMNS = tuple(part.name for part in fields(Asked))


class Kept:
    """The answers of one service in one folder."""

    def __init__(self, folder: Path, service: Service) -> None:
        """Raises ReferencesError for a log that cannot be read, or a place that is a link out of the folder."""
        self.home = folder / FOLDER / service.value
        self._log = self.home / LOG
        self._path = self._log.relative_to(folder).as_posix()
        if lies_elsewhere(folder, self._log):
            message = "it is a link to a place outside the review folder, or lies in one."
            raise ReferencesError(self._path, message, rule="path", fix="Put the file or folder itself there.")
        self.asked = {line.doi: line for line in self._lines()}

    def has(self, doi: str) -> bool:
        """Whether this DOI was asked about, and what came is still as it came."""
        known = self.asked.get(doi)
        return known is not None and (not known.file or self.state(known) == "kept")

    def state(self, line: Asked) -> str:
        """kept, changed since, or lost."""
        if Path(line.file).name != line.file:
            return "lost"  # no name that `keep` writes; it could lead anywhere
        try:
            content = (self.home / line.file).read_bytes()
        except (OSError, ValueError):  # a name with a NUL is one that no disk takes
            return "lost"
        return "kept" if hashlib.sha256(content).hexdigest() == line.sha256 else "changed since"

    def keep(self, doi: str, answer: Answer, at: str) -> Asked:
        """Write the answer, then its line: what has a line is whole."""
        self.home.mkdir(parents=True, exist_ok=True)
        name, sha256 = "", ""
        if answer.status == 200:
            name, sha256 = file_name(doi), hashlib.sha256(answer.content).hexdigest()
            with appears_whole(self.home / name) as temporary:
                temporary.write_bytes(answer.content)
        line = Asked(doi, at, str(answer.status), name, sha256, answer.url, answer.said)
        self._append(line)
        self.asked[doi] = line
        return line

    def _append(self, line: Asked) -> None:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        with open(self._log, "ab+", opener=itself) as opened:
            if opened.seek(0, os.SEEK_END) == 0:
                writer.writerow(COLUMNS)
            else:
                opened.seek(-1, os.SEEK_END)
                if opened.read(1) != b"\n":
                    text.write("\n")  # a run was stopped within a line
            writer.writerow(astuple(line))
            opened.write(text.getvalue().encode())
            opened.flush()
            os.fsync(opened.fileno())

    def _lines(self) -> list[Asked]:
        """The lines that are whole; a last one that was cut off is asked again."""
        if not self._log.is_file():
            return []
        text = self._log.read_text(encoding="utf-8", errors="replace")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        try:
            if tuple(rows.fieldnames or ()) != COLUMNS:
                message = "its first line is not that of a log of answers."
                raise ReferencesError(self._path, message, line=1, rule="columns", fix="Restore it, or move it away.")
            return [Asked(**row) for row in rows if None not in row.values() and None not in row]
        except csv.Error as error:
            message = f"its quoting is broken ({error})."
            fix = "Restore it, or move it away."
            raise ReferencesError(self._path, message, line=rows.line_num, rule="quoting", fix=fix) from None


def file_name(doi: str) -> str:
    """The name of an answer: what can be read of the DOI, and a digest, so that no two are one."""
    return f"{re.sub(r'[^a-z0-9.]+', '_', doi.lower())[:80]}-{hashlib.sha256(doi.encode()).hexdigest()[:10]}.json"
