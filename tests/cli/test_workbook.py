"""What waits as a workbook and back; openpyxl is the spreadsheet that people use in between."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from command_line import Here, Ran
from curated_review import decide as append_act
from deciding import claim, decided
from desk_review import TRAINING, blind, bodies, claimed, desk_review, room_for

from cli.desk import opened
from cli.terminal import Terminal
from curation.entries import PhraseChange
from curation.workbook import visible


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it is written and tagged; never decided in."""
    return desk_review(tmp_path_factory.mktemp("workbook") / "review")


@dataclass
class Desk:
    """A folder, and the workbook that goes out of it and comes back."""

    narragraph: Here
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder.parent / "w.xlsx"

    def run(self, *words: object, curator: str = "ann") -> Ran:
        return self.narragraph("decide", self.folder, "--curator", curator, *words)

    def out(self, *more: object) -> Desk:
        """Export what waits for ann."""
        ran = self.run("--export", self.file, *more)
        assert ran.code == 0, ran.err
        return self

    def fill(self, *answers: tuple[str, str, dict[str, str]]) -> list[int]:
        """Write cells into the row of a sheet whose quote or phrase begins with these words; returns the rows."""
        rows: list[int] = []
        self.edit(lambda book: rows.extend(_put(book[sheet], words, cells) for sheet, words, cells in answers))
        return rows

    def edit(self, change: Callable[[Any], object]) -> None:
        book = openpyxl.load_workbook(self.file)
        change(book)
        book.save(self.file)

    def back(self, *more: object) -> Ran:
        return self.run("--import", self.file, *more)

    def ledger(self) -> list[tuple[str, Any]]:
        """What ann wrote: verdict and claims of decisions, phrase and influence of phrases."""
        return [
            claimed(body) if body["kind"] == "decision" else (body.get("phrase", "undo"), body.get("influence_id"))
            for body in bodies(self.folder)
        ]


@pytest.fixture
def desk(narragraph: Here, written: Path, tmp_path: Path) -> Desk:
    return Desk(narragraph, Path(shutil.copytree(written, tmp_path / "review")))


def _header(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1]]


def _put(sheet: Any, words: str, cells: dict[str, str]) -> int:
    header = _header(sheet)
    at = header.index("quote" if "quote" in header else "phrase")
    (row,) = [row for row in sheet.iter_rows(min_row=2) if str(row[at].value).startswith(words)]
    for name, value in cells.items():
        cell = row[header.index(name)]
        cell.value = value
        if name == "note":
            cell.data_type = "s"  # these cells are of the format text: what is typed into them is no formula
    return int(row[0].row)


def _rows(sheet: Any) -> list[dict[str, Any]]:
    return [dict(zip(_header(sheet), row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


STAFF, LOW, SHORT, LACK = "Staff said", "They also", "Training was", "Lack of"
P, PH = "passages", "phrases"


def test_workbook_offers_the_codebook_and_locks_the_rest(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.out().file)
    passages, phrases = book[P], book[PH]
    quotes = [row["quote"] for row in _rows(passages)]
    assert sorted(quotes) == [LACK + " training hindered the new workers.", TRAINING, *sorted(quotes)[2:]]
    lists = {str(rule.sqref).rstrip("0123456789:"): rule.formula1 for rule in passages.data_validations.dataValidation}
    by_name = {name: passages.cell(1, at).column_letter for at, name in enumerate(_header(passages), start=1)}
    sources = {
        name: lists.get(next((key for key in lists if key.startswith(f"{by_name[name]}2")), "")) for name in by_name
    }
    assert sources["verdict"] == '"accept,edit,reject,unsure"'
    assert sources["direction"] == '"facilitator,barrier,mixed,neutral,unclear,absent"'
    assert str(sources["assertion"]).startswith('"finding,participant_quote,')
    assert sources["influence"] == "codebook!$A$2:$A$4"
    assert [row["influence"] for row in _rows(book["codebook"])] == ["Training", "Pay", "Culture"]
    assert passages.protection.sheet
    assert phrases.protection.sheet
    cells = {name: passages[f"{letter}2"] for name, letter in by_name.items()}
    assert {name for name, cell in cells.items() if not cell.protection.locked} == {
        *("verdict", "influence", "direction", "assertion", "study", "setting", "reason", "note"),
    }
    assert [row[:2] for row in book["about"].iter_rows(max_row=2, values_only=True)] == [
        ("review", "desk"),
        ("curator", "ann"),
    ]


def test_texts_are_text_whatever_they_look_like(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.out().file)
    formula = next(row[0] for row in book[PH].iter_rows(min_row=2) if row[0].value == "=SUM(1)")
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
    said = " ".join(str(row["before"]) for row in _rows(book[P]))
    assert "<U+202E>supervision<U+202C>" in said
    assert not re.search("[\u202a-\u202e]", said)
    assert visible("a\x00b\ud800 c\n d") == "a<U+0000>b<U+D800> c d"


def test_filled_rows_become_decisions_once(desk: Desk) -> None:
    desk.out().fill(
        (
            P,
            STAFF,
            {"verdict": "Accept", "direction": "facilitator", "note": "=not a formula", "setting": "service: ward"},
        ),
        (P, LOW, {"verdict": "reject", "reason": "pay is not meant"}),
        (P, LACK, {"verdict": "accept", "study": "study:b-2-3532ddb9"}),
        (PH, "Short", {"influence": "training"}),
    )
    ran = desk.back()
    assert ran.code == 0, ran.err
    assert "passages: 4 rows read = 3 decided + 1 left blank + 0 already written" in ran.out
    assert "phrases: 2 rows read = 1 decided + 1 left blank" in ran.out
    found = {
        body["suggestion"]["anchor"]["quote"][:7]: body for body in bodies(desk.folder) if body["kind"] == "decision"
    }
    staff, low, lack = found[STAFF[:7]], found[LOW[:7]], found[LACK[:7]]
    assert claimed(staff) == ("edit", [("training", "facilitator", "finding")])
    assert (staff["note"], staff["claims"][0]["setting"]) == ("=not a formula", "Ward")
    assert (low["verdict"], low["reason"], low["seconds"]) == ("reject", "pay is not meant", None)
    assert lack["claims"][0]["study_id"] == "study:b-2-3532ddb9"
    assert desk.ledger()[3:] == [("Short induction training", "training"), ("short-induction-training", "training")]
    before = bodies(desk.folder)
    again = desk.back()
    assert again.code == 0
    assert "0 decided + 1 left blank + 3 already written" in again.out
    assert "0 decided + 1 left blank + 1 already written" in again.out
    assert bodies(desk.folder) == before
    assert desk.run("--only", "passages", "--export", desk.file.with_name("rest.xlsx")).out.startswith(
        f"{desk.file.with_name('rest.xlsx')}: 1 passages, 0 phrases"
    )


WRONG = [
    ({"verdict": "acept", "influence": "Trainin"}, ('J{row}, column verdict: "acept"', "K{row}, column influence")),
    ({"note": "so what"}, ("J{row}, column verdict: the row is filled in and has no verdict.",)),
    ({"verdict": "reject", "direction": "barrier"}, ('L{row}, column direction: "reject" claims nothing',)),
    ({"verdict": "edit"}, ("J{row}, column verdict: an edit changes something",)),
    ({"verdict": "accept", "direction": "obstacle"}, ('L{row}, column direction: "obstacle" is no direction.',)),
    ({"verdict": "accept", "assertion": "findings"}, ('Did you mean "finding"?',)),
    ({"verdict": "accept", "study": "study:z"}, ("N{row}, column study",)),
    ({"verdict": "unsure", "note": "x" * 2001}, ("Q{row}, column note: it has 2,001 characters",)),
    ({"verdict": "accept", "quote": "Something else."}, ("D{row}, column quote: it is not the passage of s:",)),
    ({"verdict": "accept", "suggestion id": "s:0"}, ("R{row}, column suggestion id",)),
    (
        {"verdict": "accept", "suggestion id": ""},
        ("R{row}, column suggestion id: the row is filled in and has no id.",),
    ),
    ({"verdict": "=1+1"}, ("J{row}: a formula has no stored result",)),
]


@pytest.mark.parametrize(("cells", "said"), WRONG, ids=lambda case: str(case)[:40] if isinstance(case, dict) else "")
def test_wrong_cell_is_named_and_nothing_is_written(desk: Desk, cells: dict[str, str], said: tuple[str, ...]) -> None:
    row, _ = desk.out("--only", "passages").fill((P, STAFF, cells), (P, LOW, {"verdict": "reject"}))
    ran = desk.back()
    assert ran.code == 3
    for part in said:
        assert part.format(row=row) in ran.err, ran.err
    assert not (desk.folder / "decisions").exists()


def test_valid_rows_are_written_when_that_is_asked_for(desk: Desk) -> None:
    desk.out().fill(
        (P, LOW, {"verdict": "reject"}), (P, STAFF, {"verdict": "yes"}), (PH, "Short", {"influence": "Payy"})
    )
    refused = desk.back()
    assert (
        "passages: 4 rows read = 1 to decide + 2 left blank + 0 already written + 0 changed meanwhile + 1 wrong"
        in refused.out
    )
    assert "2 rows are wrong: nothing was written." in refused.err
    ran = desk.back("--valid-rows")
    assert (ran.code, desk.ledger()) == (3, [("reject", [])])
    assert "2 rows are wrong; the others were written." in ran.err
    assert 'the codebook has no influence "Payy". Did you mean "Pay"?' in ran.err


def test_rows_that_contradict_each_other_are_both_named(desk: Desk) -> None:
    def copy(book: Any) -> None:
        sheet = book[P]
        sheet.append([cell.value for cell in sheet[2]])
        sheet.append([cell.value for cell in sheet[3]])
        for row, verdict in ((2, "reject"), (6, "unsure"), (3, "reject"), (7, "reject")):
            sheet.cell(row, _header(sheet).index("verdict") + 1).value = verdict

    desk.out("--paper", "paper:a", "--only", "passages")
    desk.edit(lambda book: book[P].append([cell.value for cell in book[P][4]]))
    desk.edit(copy)
    ran = desk.back()
    assert "cell J2, column verdict: row 6 says something else of the same passage." in ran.err
    assert "cell J6, column verdict: row 2 says something else of the same passage." in ran.err
    assert "6 rows read = 1 to decide + 2 left blank + 1 already written + 0 changed meanwhile + 2 wrong" in ran.out


def test_row_that_was_changed_in_the_workbook_is_written_again(desk: Desk) -> None:
    desk.out()
    for verdict in ("accept", "reject", "accept", "accept"):
        desk.fill(
            (P, LOW, {"verdict": verdict}), (PH, "Short", {"influence": "Pay" if verdict == "reject" else "Culture"})
        )
        assert desk.back().code == 0
    accept = ("accept", [("pay", "barrier", "finding")])
    both = ("Short induction training", "short-induction-training")
    assert [said for said in desk.ledger() if said[0] not in both] == [accept, ("reject", []), accept]
    assert [said[1] for said in desk.ledger() if said[0] == both[1]] == ["culture", "pay", "culture"]
    assert desk.narragraph("build", desk.folder, "--quiet").code == 0


def test_what_was_decided_elsewhere_since_the_export_is_not_overwritten(desk: Desk) -> None:
    row, *_, phrase = desk.out().fill(
        (P, STAFF, {"verdict": "accept"}), (P, LOW, {"verdict": "reject"}), (PH, "Short", {"influence": "Pay"})
    )
    shown = {one.anchor.quote: one for one in opened(desk.folder, Terminal(quiet=True)).material.suggestions.values()}
    append_act(desk.folder, "ann", "k1", decided(shown[TRAINING], "reject"))
    append_act(desk.folder, "ben", "k2", PhraseChange("Short induction training", "culture"))
    append_act(desk.folder, "ben", "k3", PhraseChange("short-induction-training", "culture"))
    low = next(one for quote, one in shown.items() if quote.startswith(LOW))
    append_act(desk.folder, "ben", "k4", decided(low, "edit", claim("culture", "barrier")))
    ran = desk.back()
    assert ran.code == 0
    assert f"passages, row {row}: you decided otherwise elsewhere (reject); this row was not written." in ran.err
    assert f"phrases, row {phrase}: it was given to Culture elsewhere; this row was not written." in ran.err
    assert "meanwhile Ben had decided: edit: Culture, barrier. Both are kept." in ran.err
    assert (
        "passages: 4 rows read = 1 decided + 2 left blank + 0 already written + 1 changed meanwhile + 0 wrong"
        in ran.out
    )
    assert "phrases: 2 rows read = 0 decided + 1 left blank + 0 already written + 1 changed meanwhile" in ran.out
    assert [claimed(body)[0] for body in bodies(desk.folder)] == ["reject", "reject"]


def test_what_was_taken_back_since_the_import_stays_taken_back(desk: Desk) -> None:
    desk.out().fill((P, STAFF, {"verdict": "reject"}), (PH, "Short", {"influence": "Pay"}))
    assert desk.back().code == 0
    assert desk.run("--undo").code == desk.run("--undo").code == 0
    before = bodies(desk.folder)
    assert [body["kind"] for body in before] == ["decision", "phrase", "phrase", "undo", "undo", "undo"]
    ran = desk.back()
    assert "you took this decision back since it was imported" in ran.err
    assert "you took this back since it was imported" in ran.err
    assert bodies(desk.folder) == before


def test_blind_rows_do_not_tell_what_is_proposed(desk: Desk) -> None:
    blind(desk.folder)
    row, *_ = desk.out("--only", "passages").fill((P, STAFF, {"verdict": "accept"}))
    rows = _rows(openpyxl.load_workbook(desk.file)[P])
    assert {row[name] for row in rows for name in ("suggested influence", "suggested direction", "why")} <= {None, ""}
    ran = desk.back()
    assert f"K{row}, column influence: this passage is decided before the suggestion is seen." in ran.err
    assert f"L{row}, column direction: this passage is decided before" in ran.err
    desk.fill((P, STAFF, {"influence": "Training", "direction": "barrier"}))
    assert desk.back().code == 0
    (body,) = bodies(desk.folder)
    assert (body["blind"], claimed(body)) == (True, ("edit", [("training", "barrier", "finding")]))


def test_import_goes_on_where_a_full_disk_ended_it(desk: Desk) -> None:
    desk.out().fill(
        (P, STAFF, {"verdict": "reject"}), (P, LOW, {"verdict": "reject"}), (P, SHORT, {"verdict": "reject"})
    )
    with room_for(3000):
        ran = desk.back()
    saved = len(bodies(desk.folder))
    assert (ran.code, 0 < saved < 3) == (1, True)
    assert f"{saved} of 3 rows are saved; import the file again to go on from there." in ran.err
    assert "NOT saved" in ran.err
    again = desk.back()
    assert f"{3 - saved} decided + 1 left blank + {saved} already written" in again.out
    assert len(bodies(desk.folder)) == 3


def test_what_is_not_read_is_told(desk: Desk) -> None:
    def add(book: Any) -> None:
        book.create_sheet("mine")["A1"] = "hello"
        book[P]["T1"], book[P]["T2"] = "my thoughts", "hm"
        book[P]["A9"] = "a remark below"
        del book[PH]

    desk.out().edit(add)
    ran = desk.back()
    assert ran.code == 0, ran.err
    for said in (
        "Note: w.xlsx has no sheet phrases; nothing of it was read.",
        "Note: w.xlsx: the sheet mine is not read.",
        'Note: w.xlsx, sheet passages: the column T "my thoughts" is not read.',
        "Note: w.xlsx, sheet passages, row 9: it has no id and was not read.",
    ):
        assert said in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.remove(book["about"]), "it was not made by `narragraph decide --export`"),
        (lambda book: book["about"].__setitem__("B1", "other"), 'it was made for the review "other"'),
        (lambda book: book["about"].__setitem__("B2", "ben"), 'made for the curator "ben", and this is "ann"'),
        (lambda book: book["about"].__setitem__("B3", "x"), "it does not say which workbook it is"),
        (lambda book: book[P].delete_cols(10), 'row 1: the column "verdict" is missing.'),
        (lambda book: book[P].__setitem__("T1", "Note"), 'the column "note" stands there twice.'),
    ],
)
def test_workbook_that_is_none_of_these_is_refused(desk: Desk, change: Callable[[Any], object], said: str) -> None:
    desk.out().edit(change)
    ran = desk.back()
    assert (ran.code, said in ran.err) == (3, True), ran.err


def test_files_that_cannot_be_meant_are_told(desk: Desk, tmp_path: Path) -> None:
    desk.out()
    before = desk.file.read_bytes()
    again = desk.run("--export", desk.file)
    assert (again.code, "is there already and may hold answers" in again.err) == (2, True)
    assert desk.file.read_bytes() == before
    assert "must end in .xlsx" in desk.run("--export", tmp_path / "w.csv").err
    assert "is not a folder" in desk.run("--export", tmp_path / "no" / "w.xlsx").err
    assert "there is no file" in desk.run("--import", tmp_path / "no.xlsx").err
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    assert desk.run("--import", text).code == 3
    assert "Nothing waits for ann" in desk.run("--export", tmp_path / "n.xlsx", "--influence", "culture").err
    assert not (tmp_path / "n.xlsx").exists()
    ran = desk.run("--export", tmp_path / "b.xlsx", "--batches", 1, "--paper", "paper:b")
    assert "1 passages, 0 phrases" in ran.out


def test_workbook_may_come_back_as_an_ods(desk: Desk) -> None:
    desk.out().fill((P, LOW, {"verdict": "unsure"}), (PH, "Short", {"influence": "Culture"}))
    book = openpyxl.load_workbook(desk.file)
    file = desk.file.with_suffix(".ods")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", _ods({sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}))
    assert desk.run("--import", file).code == 0
    assert desk.ledger()[0] == ("unsure", [])
    assert desk.ledger()[1:] == [("Short induction training", "culture"), ("short-induction-training", "culture")]


MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def _ods(sheets: dict[str, list[tuple[str | None, ...]]]) -> str:
    """The content of an OpenDocument spreadsheet of texts. Source: OASIS OpenDocument 1.3, part 3."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(text or "")}</text:p></table:table-cell>'
                for text in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f"<office:document-content {names}>{body}</office:document-content>"
