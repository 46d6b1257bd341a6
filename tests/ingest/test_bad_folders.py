"""Bad input ends in one clear error: what, where, what to do. Nothing is built from a folder with problems."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from review_folders import CODEBOOK, PLAIN, ROWS, write_folder

from graph.errors import ReviewFolderError
from ingest.folder import read_folder


def problems(folder: Path, *, strict: bool = False) -> list[str]:
    ingested = read_folder(folder, strict=strict)
    if ingested.report.problems:
        assert ingested.tables.counts()["Finding"] == 0
    return [str(problem) for problem in ingested.report.problems]


def test_good_folder_has_no_problems(tmp_path: Path) -> None:
    assert problems(write_folder(tmp_path)) == []
    assert read_folder(tmp_path).tables.counts()["Finding"] == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'title = "T"',
            'titel = "T"',
            'review.toml, review.titel: "titel" is not a key that is known here. Did you mean "title"?',
        ),
        ('id = "t"\n', "", "review.toml, review.id: this key is needed."),
        ('column = "influence"', 'colum = "influence"', 'Did you mean "column" or "columns"?'),
        ('kind = "service"', "kind = 3", "review.toml, table[1].setting[1].kind: Input should be a valid string"),
        ('id = "t"', 'id = "T T"', "review.toml, review.id: String should match pattern"),
        ("[review]", "[review", "review.toml: it is not valid TOML"),
        ('id = ["paper"]', 'id = ["papper"]', "tables/t.csv, column"),
        (
            '{ column = "influence" }',
            '{ column = "influense" }',
            'there is no column "influense". Did you mean "influence"?',
        ),
        ('hinders = "barrier"', 'hinders = "barier"', "review.toml, table[1].finding[1].direction.map"),
        ("tables/t.csv", "tables/tt.csv", 'tables/tt.csv: there is no such file. Did you mean "tables/t.csv"?'),
        ("tables/t.csv", "../t.csv", "it lies outside the review folder"),
        (
            ', hinders = "barrier"',
            "",
            'tables/t.csv, cell C3, column effect: "hinders" is not a value that is mapped.',
        ),
    ],
)
def test_review_file_problems_name_key_and_mend(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in PLAIN
    found = problems(write_folder(tmp_path, PLAIN.replace(old, new, 1)))
    if message == "tables/t.csv, column":
        message = 'tables/t.csv: there is no column "papper". Did you mean "paper"?'
    assert any(message in problem for problem in found), found


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "tables/t.csv: the file is empty. Export it again."),
        (b"paper,influence,effect,setting\nA,Tr\0aining,helps,X\n", "it holds NUL bytes"),
        (b"PK\x03\x04whatever", "its content is a workbook, not text. Give it the extension .xlsx or .ods."),
        ('paper,influence,effect,setting\nA,"Training,helps,X\n', "the quoting is broken"),
        (
            "paper,influence,effect,setting\nA,Training,helps,X,more\n",
            "tables/t.csv, row 2: it has 5 cells, the header has 4.",
        ),
        (
            f"paper,influence,effect,setting\nA,{'x' * 1_000_001},helps,X\n",
            "a cell is longer than 1,000,000 characters",
        ),
        (
            "paper,influence,effect,setting\n,Training,helps,X\n",
            "row 2: the paper cannot be told: its id columns are blank.",
        ),
        (b"paper,influence,effect,setting\nA,\x81\x8d,helps,X\n", "neither UTF-8 nor Windows-1252 (first at line 2)"),
    ],
)
def test_table_problems_name_the_place(tmp_path: Path, table: str | bytes, message: str) -> None:
    found = problems(write_folder(tmp_path, table=table))
    assert any(message in problem for problem in found), found


def test_windows_1252_and_mixed_line_ends_are_read_and_told(tmp_path: Path) -> None:
    table = "paper;influence;effect;setting\r\nA;Training;helps;Café\nB;Culture;hinders;Café\r\n".encode("cp1252")
    ingested = read_folder(write_folder(tmp_path, table=table))
    read = ingested.report.tables[0]
    assert (read.encoding, read.separator) == ("windows-1252", ";")
    assert any("line ends are of more than one kind" in note for note in read.notes)
    assert ingested.tables.node("Setting").column("name").to_pylist() == ["Café"]


@pytest.mark.parametrize(
    ("codebook", "message"),
    [
        ("influence_id,nam\nx,X\n", 'codebook.csv, row 1: the column "name" is missing. It has "nam" instead.'),
        ("influence_id,name,parent_id\na,A,b\nb,B,a\n", "parent_id runs in a circle: a -> b -> a"),
        ("influence_id,name,parent_id\na,A,zz\n", 'names the parent_id "zz", which is no influence'),
        ("influence_id,name\na,A\na,B\n", 'codebook.csv, row 3: the influence_id "a" stands here a second time.'),
        ("influence_id,name\na,Training\nb,training\n", '"training" names two influences: a and b'),
        ("influence_id,name,status\na,A,activ\n", 'the status "activ" is not one of active, draft, retired'),
    ],
)
def test_codebook_problems(tmp_path: Path, codebook: str, message: str) -> None:
    found = problems(write_folder(tmp_path, codebook=codebook))
    assert any(message in problem for problem in found), found


def test_phrase_of_unknown_influence_names_the_near_miss(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "phrases.csv").write_text("phrase,influence_id,by\nLearning,trainin,me\n")
    expected = 'phrases.csv, row 2: "trainin" is not an influence of codebook.csv. Did you mean "training"?'
    assert problems(tmp_path) == [expected]


def test_one_id_with_different_data_names_both_cells(tmp_path: Path) -> None:
    review = PLAIN.replace('id = ["paper"]', 'id = ["paper"]\nyear = "year"')
    table = "paper,influence,effect,setting,year\nA,Training,helps,X,2011\nA,Culture,helps,X,2012\n"
    found = problems(write_folder(tmp_path, review, table))
    message = (
        'tables/t.csv, cell E3, column year: Paper "paper:a" has the year "2012" here and "2011" in tables/t.csv E2.'
    )
    assert any(message in problem for problem in found), found


def test_unmapped_column_is_told_and_strict_refuses_it(tmp_path: Path) -> None:
    table = ROWS.replace("\n", ",x\n").replace("setting,x", "setting,colour")
    folder = write_folder(tmp_path, table=table)
    assert read_folder(folder).report.tables[0].unmapped == ("colour",)
    assert any(
        "this column is not mapped. Map it, or list it under" in problem for problem in problems(folder, strict=True)
    )


def test_two_reviews_in_one_folder(tmp_path: Path) -> None:
    write_folder(tmp_path)
    write_folder(tmp_path / "other")
    assert any("a second review lies in this folder (other/review.toml)" in problem for problem in problems(tmp_path))


def test_folder_without_review_file(tmp_path: Path) -> None:
    with pytest.raises(ReviewFolderError, match=r"there is no review\.toml here\. Make one with `narragraph init`"):
        read_folder(tmp_path)


def workbook_folder(place: Path, content: bytes, name: str = "t.xlsx") -> Path:
    folder = write_folder(place, PLAIN.replace("tables/t.csv", f"tables/{name}"))
    (folder / "tables" / name).write_bytes(content)
    return folder


def small_workbook(effect: str = "helps") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["paper", "influence", "effect", "setting"], ["A", "Training", effect, "Clinic"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_is_read(tmp_path: Path) -> None:
    assert problems(workbook_folder(tmp_path, small_workbook())) == []


def test_truncated_workbook(tmp_path: Path) -> None:
    content = small_workbook()
    found = problems(workbook_folder(tmp_path, content[: len(content) // 2]))
    assert "tables/t.xlsx: the file is cut off or damaged. Copy it again from where it came." in found


def test_encrypted_workbook(tmp_path: Path) -> None:
    found = problems(workbook_folder(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))
    assert "tables/t.xlsx: it is protected by a password. Save a copy without a password." in found


def test_text_named_as_workbook(tmp_path: Path) -> None:
    found = problems(workbook_folder(tmp_path, ROWS.encode()))
    assert any("its content is not a .xlsx workbook" in problem for problem in found)


def test_formula_without_stored_result(tmp_path: Path) -> None:
    found = problems(workbook_folder(tmp_path, small_workbook("=A2")))
    assert any("cell C2: a formula has no stored result (C2)." in problem for problem in found), found


def test_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 2**20))
    found = problems(workbook_folder(tmp_path, out.getvalue()))
    assert any("extraction table; it was not opened" in problem for problem in found), found


def test_several_sheets_need_a_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Second")
    out = io.BytesIO()
    book.save(out)
    found = problems(workbook_folder(tmp_path, out.getvalue()))
    assert any("it has 2 sheets: Sheet, Second. Name one with `sheet` in review.toml." in problem for problem in found)


def test_codebook_without_problem_is_used(tmp_path: Path) -> None:
    ingested = read_folder(write_folder(tmp_path, codebook=CODEBOOK))
    assert ingested.report.phrases_waiting == 0


def archive(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return out.getvalue()


def xlsx_of(rows: str, strings: str = "") -> bytes:
    """A workbook whose only sheet holds this XML: what no library would write."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
    links += f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    book = f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
    sheets = '<sheets><sheet name="Sheet" sheetId="1" r:id="r1"/></sheets>'
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{package}">{book}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{links}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def ods_of(rows: str) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="Sheet">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content{names}>{body}</office:document-content>",
        }
    )


def cell(text: str, repeated: int = 1) -> str:
    times = f'table:number-columns-repeated="{repeated}"'
    return f'<table:table-cell office:value-type="string" {times}><text:p>{text}</text:p></table:table-cell>'


def line(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


HEADER = line("".join(map(cell, ("paper", "influence", "effect", "setting"))))
GOOD = line("".join(map(cell, ("A", "Training", "helps", "Clinic"))))
LONG = "x" * 200_000
BOMBS = {
    "far cell": (
        "t.xlsx",
        xlsx_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "it claims 1,048,576 x 16,384 cells",
    ),
    "far row, cells without addresses": (
        "t.xlsx",
        xlsx_of(f'<row r="1">{"<c><v>1</v></c>" * 16_384}</row><row r="1048576"><c><v>1</v></c></row>'),
        "it claims 1,048,576 x 16,384 cells",
    ),
    "one long text, shared by many cells": (
        "t.xlsx",
        xlsx_of('<row><c t="s"><v>0</v></c></row>' * 20_000, f"<si><t>{LONG}</t></si>"),
        "its cells hold at least 3,815 MB of text",
    ),
    "many files": ("t.xlsx", archive({f"xl/{n}.xml": "" for n in range(10_001)}), "it is an archive of 10,001 files"),
    "repeated cells": ("t.ods", ods_of(line(cell("x", 16_384), 1_048_576)), "16,384"),
    "one long text, repeated": ("t.ods", ods_of(line(cell(LONG, 1000), 100)), "its cells hold at least 19,073 MB"),
    "a thousand million spaces": (
        "t.ods",
        ods_of(line(cell('a<text:s text:c="2000000000"/>b'))),
        "its cells hold at least 1,907 MB of text",
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bomb_of_every_shape_is_refused_before_it_takes_memory(tmp_path: Path, bomb: str) -> None:
    name, content, message = BOMBS[bomb]
    assert len(content) < 2 * 2**20
    found = problems(workbook_folder(tmp_path, content, name))
    if bomb == "repeated cells":
        assert "more than any extraction table" in found[0] or "cell limit exceeded" in found[0].lower()
    else:
        assert any(problem.startswith(f"tables/{name}") and message in problem for problem in found), found


def test_sheet_with_a_million_empty_rows_below_is_read(tmp_path: Path) -> None:
    """Spreadsheet programs write the empty rest of a sheet as one repeated row."""
    empty = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
    empty += 'table:number-columns-repeated="16384"/></table:table-row>'
    assert problems(workbook_folder(tmp_path, ods_of(HEADER + GOOD + empty), "t.ods")) == []


@pytest.mark.parametrize("kind", ["xlsx", "ods", "parquet"])
def test_damaged_file_is_a_problem_and_never_a_crash(tmp_path: Path, kind: str) -> None:
    whole = {"xlsx": small_workbook(), "ods": ods_of(HEADER + GOOD), "parquet": _parquet()}[kind]
    moments = random.Random(7)
    refused = 0
    for number in range(60):
        content = bytearray(whole)
        if number % 4 == 0:
            del content[moments.randrange(1, len(content)) :]
        else:
            content[moments.randrange(len(content))] ^= 1 << moments.randrange(8)
        found = problems(workbook_folder(tmp_path, bytes(content), f"t.{kind}"))
        refused += bool(found)
        assert all(problem.startswith(f"tables/t.{kind}") for problem in found), found
    assert refused > 20


def _parquet(names: Sequence[str] = ("paper", "influence", "effect", "setting")) -> bytes:
    out = io.BytesIO()
    columns = [pa.array([value]) for value in ("A", "Training", "helps", "Clinic")]
    pq.write_table(pa.table(columns, names=list(names)), out)
    return out.getvalue()


def test_two_parquet_columns_of_one_name_are_told(tmp_path: Path) -> None:
    found = problems(workbook_folder(tmp_path, _parquet(("paper", "influence", "effect", "effect")), "t.parquet"))
    assert 'tables/t.parquet, column effect: two columns have the name "effect". Rename one.' in found


def test_encrypted_part_of_an_archive_is_told(tmp_path: Path) -> None:
    content = bytearray(small_workbook())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    found = problems(workbook_folder(tmp_path, bytes(content)))
    assert "tables/t.xlsx: it is protected by a password. Save a copy without a password." in found


def test_table_that_is_one_long_line_is_refused(tmp_path: Path) -> None:
    found = problems(write_folder(tmp_path, table="paper," * 2_000_000))
    assert any(
        "tables/t.csv, row 1: it has 2,000,001 cells, more than a spreadsheet has columns." in problem
        for problem in found
    ), found


def test_links_in_a_circle_and_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "review")
    table = folder / "tables" / "t.csv"
    table.unlink()
    table.symlink_to("t.csv")
    assert any(
        "tables/t.csv: its links lead in a circle. Put the file itself" in problem for problem in problems(folder)
    )
    table.unlink()
    (tmp_path / "elsewhere.csv").write_text(ROWS)
    table.symlink_to(tmp_path / "elsewhere.csv")
    assert any("tables/t.csv: it lies outside the review folder." in problem for problem in problems(folder))


def test_column_names_of_any_script_and_repeated_ones_are_kept_apart(tmp_path: Path) -> None:
    head = '"papier 📄 «ид»",influence,effect,setting,note,note'
    review = PLAIN.replace('id = ["paper"]', 'id = ["papier 📄 «ид»"]')
    folder = write_folder(tmp_path, review, f"{head}\nA,Training,helps,Clinic,1,2\n")
    assert problems(folder) == []
    assert "repeated column names were numbered: note [2]." in read_folder(folder).report.tables[0].notes
