"""Projects of other tools, made small and real enough to fail: REFI-QDA archives and Taguette databases."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from lxml import etree

U, S, SEL = (
    "10000000-0000-0000-0000-00000000000",
    "40000000-0000-0000-0000-00000000000",
    "50000000-0000-0000-0000-0000000000",
)
CODE, CODING = "20000000-0000-0000-0000-0000000000", "60000000-0000-0000-0000-0000000000"
HEAD = '<Project xmlns="urn:QDA-XML:project:1.0" name="Trial" origin="a test">'


def hand_authored(data: Path, to: Path) -> Path:
    """The project of the sample data, zipped as the standard says."""
    home = data / "refi_qda" / "hand_authored"
    with zipfile.ZipFile(to, "w") as archive:
        archive.write(home / "project.qde", "project.qde")
        for file in (home / "sources").iterdir():
            archive.write(file, f"sources/{file.name}")
    return to


VAR = {"paper_id": "30000000-0000-0000-0000-000000000001", "Age": "30000000-0000-0000-0000-000000000002"}


def given(variable: str, value: str) -> str:
    """What a source is said to be."""
    ref = f'<VariableRef targetGUID="{VAR[variable]}"/>'
    return f"<VariableValue>{ref}<TextValue>{value}</TextValue></VariableValue>"


def code(number: int, name: str, inside: str = "", **attributes: str) -> str:
    """A code with whatever stands in it."""
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<Code guid="{CODE}{number:02}" name="{name}" isCodable="true"{more}>{inside}</Code>'


def selection(number: int, start: int, end: int, *codes: int, by: int = 1, inside: str = "") -> str:
    """A marked passage with one coding for each code."""
    codings = "".join(
        f'<Coding guid="{CODING}{number}{at}" creatingUser="{U}{by}" creationDateTime="2024-05-01T10:00:0{number}Z">'
        f'<CodeRef targetGUID="{CODE}{one:02}"/></Coding>'
        for at, one in enumerate(codes)
    )
    place = f'startPosition="{start}" endPosition="{end}"'
    said = f'guid="{SEL}{number:02}" {place} creatingUser="{U}{by}"'
    return f"<PlainTextSelection {said}>{inside}{codings}</PlainTextSelection>"


def project(codes: str, sources: str, *, users: int = 1, more: str = "") -> str:
    """A project file."""
    people = "".join(f'<User guid="{U}{one}" name="Coder {one}"/>' for one in range(1, users + 1))
    variables = "".join(f'<Variable guid="{VAR[one]}" name="{one}" typeOfVariable="Text"/>' for one in VAR)
    book = f"<CodeBook><Codes>{codes}</Codes></CodeBook><Variables>{variables}</Variables>"
    return f"{HEAD}<Users>{people}</Users>{book}<Sources>{sources}</Sources>{more}</Project>"


def source(number: int, name: str, inside: str, text: str | None = None) -> str:
    """A text source, its text inside the XML or in a file of the archive."""
    if text is None:
        return f'<TextSource guid="{S}{number}" name="{name}" plainTextPath="internal://{number}.txt">{inside}</TextSource>'
    return (
        f'<TextSource guid="{S}{number}" name="{name}"><PlainTextContent>{text}</PlainTextContent>{inside}</TextSource>'
    )


def qdpx(to: Path, qde: str, texts: Mapping[str, bytes] | None = None, *, inner: str = "project.qde") -> Path:
    """An archive of a project file and its texts."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inner, qde)
        for name, content in (texts or {}).items():
            archive.writestr(name, content)
    return to


def qde_of(archive: Path) -> bytes:
    """The project file of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as opened:
        return opened.read("project.qde")


def problems_of(content: bytes, data: Path, schema: str) -> list[str]:
    """What the schema of the standard says against some XML."""
    checked = etree.XMLSchema(etree.parse(str(data / "refi_qda" / "schema" / f"{schema}.xsd")))
    checked.validate(etree.fromstring(content))
    return [str(error) for error in checked.error_log]


def taguette(
    to: Path,
    documents: Iterable[str],
    tags: Iterable[str],
    highlights: Iterable[tuple[int, int, int, str, tuple[int, ...]]],
    by: str | None = "ana",
) -> Path:
    """A Taguette database; highlights are (document, start, end, snippet, tags), numbered from 1."""
    made = """
    CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created TEXT);
    CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, contents TEXT);
    CREATE TABLE tags (id INTEGER PRIMARY KEY, path TEXT, description TEXT);
    CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INT, start_offset INT, end_offset INT, snippet TEXT);
    CREATE TABLE highlight_tags (highlight_id INT, tag_id INT);
    CREATE TABLE commands (id INTEGER PRIMARY KEY, user_login TEXT, date TEXT, payload TEXT);
    INSERT INTO projects VALUES (1, 'Trial', '', '2024-01-01 00:00:00');
    """
    with closing(sqlite3.connect(to)) as database:
        database.executescript(made)
        for at, contents in enumerate(documents, start=1):
            row = (at, f"Interview {at}.odt", "", f"Interview {at}.odt", contents)
            database.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", row)
        for at, path in enumerate(tags, start=1):
            database.execute("INSERT INTO tags VALUES (?, ?, '')", (at, path))
        for at, (document, start, end, snippet, given) in enumerate(highlights, start=1):
            database.execute("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", (at, document, start, end, snippet))
            database.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(at, tag) for tag in given])
            if by is not None:
                said = f'{{"type": "highlight_add", "highlight_id": {at}}}'
                row = (at, by, "2024-02-03 08:00:00.5", said)
                database.execute("INSERT INTO commands VALUES (?, ?, ?, ?)", row)
        database.commit()
    return to
