"""Small files that claim gigabytes, never end, or lead out: each with the parser that it is for and what it must say.

Run as a program it reads those that are named on standard input, under limits that an ordinary machine has, and says a
line for each: a file that ends the process leaves the lines before it.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
from strangers import BY_NAME, JATS, kept_the_law, packed, sqlite, workbook
from text_files import docx

MEMORY, SECONDS = 3 * 2**30, 240
"""Of the process, and of the processor for all files together: an honest file takes a hundredth of a second."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>'
CLAIMS = "it claims 1,048,576 x 16,384 cells"
DAMAGED = "the file is cut off or damaged"
LONG = "x" * 200_000


@dataclass(frozen=True)
class Hostile:
    """A file for a parser, and a part of what must be said of it; "read" where it is to be read."""

    parser: str
    made: Callable[[], bytes]
    says: str


def xlsx(rows: str, more: str = "", spoil: tuple[str, str, str] = ("", "", "")) -> bytes:
    """A workbook of one sheet, as no library writes it; `spoil` replaces words of one part."""
    links = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    sheets = '<sheets><sheet name="Sheet" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{more}</worksheet>',
    }
    part, old, new = spoil
    return packed({name: (text.replace(old, new) if name == part else text).encode() for name, text in parts.items()})


def ods(rows: str) -> bytes:
    """An ods of one sheet with these rows."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    sheet = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    body = f"<office:document-content{names}><office:body>{sheet}</office:body></office:document-content>"
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": body.encode()})


def repeated(
    cell: str = "table:table-cell", times: str = "=", inside: str = LONG, value: str = "", before: str = ""
) -> bytes:
    """A hundred rows of a thousand cells with a long text each, spelt in one way of many."""
    many = f'<{cell} office:value-type="string"{value} table:number-columns-repeated{times}"1000">{inside}</{cell}>'
    return ods(f'<table:table-row{before} table:number-rows-repeated{times}"100">{many}</table:table-row>')


def declared(content: bytes, size: int) -> bytes:
    """A zip of one text part that claims another size than it has, in both of its headers."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", content)
    return out.getvalue().replace(struct.pack("<I", len(content)), struct.pack("<I", size))


def member(name: str, mode: int = 0) -> Callable[[], bytes]:
    """A zip with one member of this name and mode."""

    def made() -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, b"/etc/passwd")
        return out.getvalue()

    return made


def taguette(**instead: str) -> bytes:
    """A Taguette database in which some tables are defined otherwise."""
    tables = {
        "projects": "TABLE projects (id, name, description, created)",
        "documents": "TABLE documents (id, name, description, filename, contents)",
        "tags": "TABLE tags (id, path, description)",
        "highlights": "TABLE highlights (id, document_id, start_offset, end_offset, snippet)",
        "highlight_tags": "TABLE highlight_tags (highlight_id, tag_id)",
    } | instead
    rows = "; INSERT INTO projects VALUES (1, 'T', '', '')"
    rows += "; INSERT INTO tags VALUES (1, 'a', ''), ('x', 'b', ''), (NULL, 'c', '')"
    return sqlite(";".join(f"CREATE {made}" for made in tables.values()) + rows)


def shared_text() -> bytes:
    """Parquet in which two million rows share a long text."""
    out = BytesIO()
    codes = pa.array([0] * 2_000_000, pa.int32())
    pq.write_table(pa.table({"paper": pa.DictionaryArray.from_arrays(codes, ["x" * 100_000])}), out)
    return out.getvalue()


def spoilt_lzma() -> bytes:
    """A Word document that is packed as no Word does it, and spoilt."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", docx("x" * 900))
    content = bytearray(out.getvalue())
    content[60:90] = bytes(30)
    return bytes(content)


def twice(content: bytes, part: str, other: bytes) -> bytes:
    """An archive with a second part of one name, which is that of another archive."""
    out = BytesIO(content)
    with zipfile.ZipFile(BytesIO(other)) as theirs, zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(part, theirs.read(part))
    return out.getvalue()


def macros() -> bytes:
    """BibTeX whose thirty macros double each other: ten thousand million characters."""
    doubled = "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(30))
    return f'@string{{a0 = "{"x" * 10}"}}\n{doubled}@article{{k, title = a30}}\n'.encode()


def documents(contents: str) -> Callable[[], bytes]:
    """A Taguette database with one document."""
    row = f"(1, 'd', '', '', '{contents}')"
    return lambda: taguette(more=f"TABLE more (x); INSERT INTO documents VALUES {row}")  # noqa: S608  (that is its task)


def many(text: str, times: int, before: str = "", after: str = "") -> Callable[[], bytes]:
    """A text of one thing over and over."""
    return (before + text * times + after).encode


def entities(kind: str) -> bytes:
    """The usual ways of XML to read another file, or to become endless."""
    internal = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    told = {"external": '<!ENTITY a9 SYSTEM "file:///etc/passwd">', "endless": internal}
    return f"<!DOCTYPE article [{told[kind]}]>".encode() + JATS.partition(b'"x.dtd">')[2].replace(b"&nbsp;", b"&a9;")


XML = "it is not well-formed XML"
ENTITIES = "it defines entities of its own"
BODY = ("<article><front/><body>", "</body></article>")
REFS = '[{"title": "x", "volume": %s}]'
PART = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"
LEADS = "it holds a path that leads out of it"
WIDE = "<table>" + '<tr><td rowspan="1000" colspan="1000">a</td><td>b</td></tr>' * 1000 + "</table>"
QUERY = "// q\n// D.\n// param x: integer %s  m\n// column a: integer  m\n\nRETURN $x AS a\n"
FILES: dict[str, Hostile] = {
    # A sheet that claims more than there is memory: the reader would end the process.
    "far cell": Hostile("xlsx", lambda: xlsx(FAR), CLAIMS),
    "far cell, small letters": Hostile("xlsx", lambda: xlsx(FAR.replace("XFD", "xfd")), CLAIMS),
    "far cell, blanks around =": Hostile("xlsx", lambda: xlsx(FAR.replace('r="XFD', 'r = "XFD')), CLAIMS),
    "far cell, character reference": Hostile("xlsx", lambda: xlsx(FAR.replace("XFD", "&#88;FD")), CLAIMS),
    "far row, blanks around =": Hostile(
        "xlsx", lambda: xlsx(f'<row>{"<c><v>1</v></c>" * 16_384}</row><row r = "1048576"><c><v>1</v></c></row>'), CLAIMS
    ),
    "far cell behind a document type": Hostile(
        "xlsx", lambda: xlsx(FAR, spoil=(RELS, "<Relationships", "<!DOCTYPE x><Relationships")), DAMAGED
    ),
    "far cell, strict format": Hostile(
        "xlsx", lambda: xlsx(FAR, spoil=("xl/workbook.xml", OFFICE, "http://purl.oclc.org/ooxml/x")), CLAIMS
    ),
    "far cell, other target": Hostile(
        "xlsx", lambda: xlsx(FAR, spoil=(RELS, '"worksheets', '"/xl/Worksheets')), CLAIMS
    ),
    "target without a sheet": Hostile("xlsx", lambda: xlsx(FAR, spoil=(RELS, "sheet1", "../x")), DAMAGED),
    "no relationship": Hostile("xlsx", lambda: xlsx(FAR, spoil=(RELS, 'Id="r1"', 'Id="r9"')), "Relationship not found"),
    "a million columns": Hostile(
        "xlsx", lambda: xlsx(FAR.replace("XFD1048576", "BDWGN2000000")), "it claims 2,000,000 x"
    ),
    "merged to the end": Hostile(
        "xlsx",
        lambda: xlsx(
            '<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "read",
    ),
    "merged where nothing is": Hostile(
        "xlsx",
        lambda: xlsx(
            '<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="Z99:AA100"/></mergeCells>'
        ),
        "read",
    ),
    "hidden to the end": Hostile(
        "xlsx",
        lambda: xlsx(
            FAR[:45],
            spoil=(PART, "<sheetData>", '<cols><col min="900000000" max="999999999" hidden="1"/></cols><sheetData>'),
        ),
        DAMAGED,
    ),
    "two parts of one name": Hostile("xlsx", lambda: twice(workbook(), PART, xlsx(FAR)), DAMAGED),
    "sheet that never closes": Hostile("xlsx", lambda: xlsx('<c r="A1">' * 30_000 + "<f>"), DAMAGED),
    "zip of another size": Hostile("xlsx", lambda: declared(b"<a/>" * 300_000, 2**31), "it unpacks to at least"),
    "repeated text": Hostile("ods", repeated, "its cells hold at least"),
    "repeated, blanks around =": Hostile("ods", lambda: repeated(times=" = "), "its cells hold at least"),
    "repeated, covered": Hostile("ods", lambda: repeated("table:covered-table-cell"), "its cells hold at least"),
    "repeated, > in an attribute": Hostile("ods", lambda: repeated(before=' table:x=">"'), "its cells hold at least"),
    "repeated, as an attribute": Hostile(
        "ods", lambda: repeated(inside="", value=f' office:string-value="{LONG}"'), "its cells hold at least"
    ),
    "rows that never close": Hostile("ods", lambda: ods("<table:table-row>" * 30_000), DAMAGED),
    "text that rows share": Hostile("parquet", shared_text, "its cells hold 190,735 MB of text"),
    # Texts
    "external entity": Hostile("jats", lambda: entities("external"), ENTITIES),
    "endless entities": Hostile("jats", lambda: entities("endless"), ENTITIES),
    "deep xml": Hostile("jats", many("<p>", 100_000, "<article>"), XML),
    "deep html": Hostile("html", many("<div>", 100_000, "<html><body>"), "nested more than 256 deep"),
    "wide table": Hostile("jats", many(WIDE, 1, *BODY), "read"),
    "many paragraphs": Hostile("jats", many("<p>x</p>", 10_000, *BODY), "read"),
    "span that is no number": Hostile(
        "html",
        many('<td rowspan="²">a</td><td colspan="' + "9" * 5000 + '">b</td>', 1, "<html><body><table><tr>"),
        "read",
    ),
    "charset that is no encoding": Hostile(
        "html", many('<meta charset="undefined"><p>x', 1, "<html><body>"), '"undefined" is not an encoding'
    ),
    "word bomb": Hostile(
        "docx", lambda: packed({"word/document.xml": b" " * 150_000_000}), "it would unpack to more than 100 MB"
    ),
    "compressed by lzma, spoilt": Hostile("docx", spoilt_lzma, "the Word document is broken or protected"),
    "utf-16 without an end": Hostile("txt", lambda: b"\xff\xfea", "its bytes are not utf-16"),
    # References
    "number of 5,000 digits": Hostile("csl json", (REFS % ("1" * 5000)).encode, "read"),
    "half a pair": Hostile("csl json", (REFS % '"\\ud800"').encode, "read"),
    "deep json": Hostile("csl json", many('[{"a":', 50_000, "["), "read"),
    "glued fields": Hostile("ris", many("AU  - y", 30_000, "TY  - JOUR\nTI  - x"), "read"),
    "value of many lines": Hostile("ris", many(" y\n", 200_000, "TY  - JOUR\nTI  - x\n"), "read"),
    "addresses without an end": Hostile("ris", many("a.", 100_000, "TY  - JOUR\nTI  - x\nAB  - ", "@\n"), "read"),
    "blank lines": Hostile("ris", many("\n", 190_000, after="x"), "no known format"),
    "records without an id": Hostile("nbib", many("AU  - y\n\n", 60_000, "OWN - \n"), "read"),
    "macros of macros": Hostile("bibtex", macros, "read"),
    "entries that never close": Hostile("bibtex", many("@article{k,\n title={x\n", 10_000), "read"),
    "key of blanks": Hostile("bibtex", many(" ", 100_000, "@article{k"), "read"),
    "authors of blanks": Hostile("references csv", many(" ", 200_000, 'Title,Authors\nx,"A', '"\n'), "read"),
    "tags that never close": Hostile("endnote xml", many("<record\n", 60_000, "<records>"), "it holds no records"),
    "entities of references": Hostile(
        "endnote xml", many("<!ENTITY a 'b'>", 1, "<!DOCTYPE x [", "]><records><record>"), ENTITIES
    ),
    # Projects
    "path out of a project": Hostile("qdpx", member("../../project.qde"), "a path that leads out of it"),
    "absolute path in a project": Hostile("qdpx", member("/etc/project.qde"), "a path that leads out of it"),
    "computed column": Hostile(
        "taguette",
        lambda: taguette(
            documents="TABLE documents (id, name, description, filename, n, contents AS (hex(zeroblob(n))))"
        ),
        'the table "documents" computes what it holds',
    ),
    "virtual table": Hostile(
        "taguette",
        lambda: taguette(documents="VIRTUAL TABLE documents USING fts4(id, name, description, filename, contents)"),
        'the table "documents" computes what it holds',
    ),
    "view": Hostile(
        "taguette",
        lambda: taguette(more="TABLE more (x); DROP TABLE documents; CREATE VIEW documents AS SELECT 1 AS id"),
        'a database without a table "documents"',
    ),
    "ids of several kinds": Hostile("taguette", taguette, "read"),
    "trigger": Hostile(
        "taguette",
        lambda: taguette(more="TABLE more (x); CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM tags; END"),
        "read",
    ),
    "part of sgml": Hostile("taguette", documents("<![foo[ bar ]]> Pay"), "read"),
    "comments that never close": Hostile("taguette", documents("<!--x>" * 50_000), "read"),
    "attributes that never close": Hostile("taguette", documents('<a b="' * 50_000), "read"),
    "tags of text that never close": Hostile("taguette", documents("<a " * 50_000), "read"),
    # What narragraph keeps itself
    "deep review.toml": Hostile("review.toml", many("[", 50_000, "a = "), "it is not valid TOML"),
    "digits in review.toml": Hostile("review.toml", many("1", 5000, "a = "), "it is not valid TOML"),
    "bound of 5,000 digits": Hostile("query file", (QUERY % ("1.." + "9" * 5000)).encode, "at most 19 digits"),
    "deep ledger": Hostile("ledger", many("[", 50_000, after="\n"), "it is no JSON"),
    "deep export": Hostile("ledger export", many("[", 50_000, after="\n"), "it is no whole entry"),
    "path out of a release": Hostile("release zip", member("../x"), LEADS),
    "absolute path in a release": Hostile("release zip", member("/etc/x"), LEADS),
    "drive in a release": Hostile("release zip", member("C:x"), LEADS),
    "backslash in a release": Hostile("release zip", member("a\\..\\..\\x"), LEADS),
    "link in a release": Hostile("release zip", member("a", 0o120777), "is a link or a device"),
    "name that no disk takes": Hostile("release zip", member("a/" + "x" * 300), "a name that no disk takes"),
    "path out of the facts": Hostile(
        "backup facts",
        lambda: BY_NAME["backup facts"].right().replace(b"texts/a.pdf", b"../a.pdf"),
        "a path that leads out of it",
    ),
    "path out of a manifest": Hostile("manifest", f"{'0' * 64}  ../x\n".encode, "twice or outside of it"),
}


def main() -> None:
    """Read the files that are named on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for name in json.load(sys.stdin):
        hostile = FILES[name]
        try:
            said = kept_the_law(BY_NAME[hostile.parser], hostile.made())
        except Exception as error:  # noqa: BLE001  (whatever it is, it is what the test wants to know)
            said = f"NOT KEPT: {type(error).__name__}: {error}"
        sys.stdout.write(json.dumps([name, said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
