"""One text file -> stored text. Every way a file can be bad ends in one TextError."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from graph.documents import StoredText
from graph.errors import TextError
from ingest.texts.docx import read_docx
from ingest.texts.html import read_html
from ingest.texts.jats import read_jats
from ingest.texts.pdf_text import read_pdf
from ingest.texts.tei import read_tei
from ingest.texts.trees import name_of, parse_xml
from ingest.texts.txt import read_txt

READER_VERSION = 2
"""Goes up whenever a reader gives something else for the same file; stored texts are then read anew."""
MOST_BYTES = 200_000_000
XML = {".xml", ".nxml", ".tei"}
HTML = {".html", ".htm", ".xhtml"}
READABLE = (*sorted(XML), ".pdf", ".docx", *sorted(HTML), ".txt")
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANKS = b" \t\r\n"


def read_text(file: Path, path: str) -> StoredText:
    """The stored text of a file; `path` names it in messages. Raises TextError."""
    content = content_of(file, path)
    return text_of(content, path)


def content_of(file: Path, path: str) -> bytes:
    """The bytes of a file of a size and name that can be read. Raises TextError."""
    suffix = file.suffix.lower()
    if suffix not in READABLE:
        instead = "Save it as .docx." if suffix in {".doc", ".rtf", ".odt"} else f"Use one of {', '.join(READABLE)}."
        message = f'the extension "{file.suffix}" is not one that can be read.'
        raise TextError(path, message, rule="extension", fix=instead)
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            message = f"it has {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} MB are read."
            raise TextError(path, message, rule="size", fix="Take out pictures, or save the text alone.")
        content = file.read_bytes()
    except OSError as error:
        message = f"it cannot be opened ({error.strerror})."
        raise TextError(path, message, rule="open", fix="Check its permissions.") from None
    if not content.strip(b"\0" + _BLANKS):
        raise TextError(path, "the file is empty.", rule="empty", fix="Download or export it again.")
    return content


def text_of(content: bytes, path: str) -> StoredText:
    """The stored text of the bytes of a file; the extension of `path` says what they should be. Raises TextError."""
    suffix = Path(path).suffix.lower()
    found = _looks_like(content) or ("XML" if suffix in XML else None)
    if suffix == ".txt" and found is None:
        stored = read_txt(content, path)
    elif found in _READERS and suffix in _READERS[found][0]:
        stored = _READERS[found][1](content, path)
    else:
        raise _misnamed(path, suffix, found)
    if not stored.blocks:
        raise TextError(path, "there are no words in it.", rule="no words", fix="Download or export it again.")
    return _with_notes(stored)


def _read_xml(content: bytes, path: str) -> StoredText:
    root = parse_xml(content, path)
    name = name_of(root)
    if name == "article":
        return read_jats(root, path)
    if name == "TEI":
        return read_tei(root, path)
    if name == "html":
        return read_html(content, path)
    message = f"it is XML, but neither JATS nor TEI (its root is <{name}>)."
    raise TextError(path, message, rule="xml", fix="Use the full text as JATS or TEI XML, or as a PDF.")


_READERS: dict[str, tuple[set[str], Callable[[bytes, str], StoredText]]] = {
    "a PDF": ({".pdf"}, read_pdf),
    "a Word document": ({".docx"}, read_docx),
    "XML": (XML | {".xhtml"}, _read_xml),
    "HTML": (HTML, read_html),
}


def _looks_like(content: bytes) -> str | None:
    """What the first bytes say; null for anything that may be plain text."""
    if b"%PDF-" in content[:1024]:
        return "a PDF"
    if content.startswith(b"PK\x03\x04"):
        return "a Word document"
    if content.startswith(_OLD_WORD):
        return "an old or protected Word document"
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe" + _BLANKS).lower()
    if start.startswith(b"<?xml") and b"<html" not in start:
        return "XML"
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "HTML"
    if start.startswith((b"<!doctype", b"<article", b"<tei")):
        return "XML"
    return None


def _misnamed(path: str, suffix: str, found: str | None) -> TextError:
    if found == "an old or protected Word document":
        message = "it is an old Word document, or one with a password."
        return TextError(path, message, rule="extension", fix="Save it as .docx without a password.")
    if found is None:
        message = f"its content is not what {suffix} says."
        return TextError(path, message, rule="extension", fix="Download it again, or give it the right extension.")
    right = {"a PDF": ".pdf", "a Word document": ".docx", "XML": ".xml", "HTML": ".html"}[found]
    message = f"its content is {found}, not what {suffix} says."
    return TextError(path, message, rule="extension", fix=f"Give it the extension {right}.")


def _with_notes(stored: StoredText) -> StoredText:
    """With a note when it is written in several languages."""
    if len(stored.languages) < 2:
        return stored
    note = f"it is in several languages ({', '.join(stored.languages)}); each block keeps its own."
    return replace(stored, notes=(*stored.notes, note))
