"""The abstract of a record without a file -> stored text."""

from __future__ import annotations

from graph.documents import About, BlockKind, Section, StoredText, TextFormat
from ingest.texts.writer import Context, Writer


def abstract_text(
    abstract: str, *, title: str | None = None, doi: str | None = None, language: str | None = None
) -> StoredText:
    """Title and abstract of a record as a stored text; the lines of the abstract are its blocks.

    `where` of the runs is "title" and "abstract", offsets are those of the two strings.
    """
    writer = Writer()
    if title:
        writer.text(title, "title", 0, Context(BlockKind.TITLE, declared=language, where="title"))
        writer.cut()
    at = 0
    for line in abstract.splitlines(keepends=True):
        writer.text(line, "abstract", at, Context(section=Section.ABSTRACT, declared=language, where="abstract"))
        writer.cut()
        at += len(line)
    return writer.finish(TextFormat.ABSTRACT, about=About(title=title, doi=doi), counts=[("abstracts", 1)])
