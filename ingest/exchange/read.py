"""Which tool a file is of: told by its content, never by its name alone."""

from __future__ import annotations

from pathlib import Path

from graph.errors import ExchangeError
from graph.exchange.shapes import Project
from ingest.exchange.eppi import read_eppi
from ingest.exchange.refi import read_qdc, read_qdpx
from ingest.exchange.taguette import MAGIC, read_taguette


def read_project(file: Path) -> tuple[str, Project]:
    """The kind of a file in words, and its project. Raises ExchangeError."""
    with file.open("rb") as opened:
        start = opened.read(4096)
    if not start.strip(b"\0 \t\r\n"):
        raise ExchangeError(file.name, "the file is empty.", rule="empty", fix="Export it again.")
    if start.startswith(MAGIC):
        return "Taguette project", read_taguette(file)
    if start.startswith(b"PK"):
        return "REFI-QDA project", read_qdpx(file)
    text = start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if file.suffix.lower() == ".qde" or "<Project" in text:
        fix = "Put it and the folder sources beside it into a zip archive named .qdpx."
        raise ExchangeError(file.name, "it is the inside of a project, without its texts.", rule="qde", fix=fix)
    if text.startswith("<"):
        return "REFI-QDA codebook", read_qdc(file)
    if text.startswith("{"):
        return "EPPI-Reviewer report", read_eppi(file)
    message = "it is no REFI-QDA codebook or project, no Taguette project and no JSON of EPPI-Reviewer."
    raise ExchangeError(file.name, message, rule="format", fix="Export it in one of these formats.")
