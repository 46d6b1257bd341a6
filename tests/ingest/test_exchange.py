"""Projects of other tools as they are read: every part kept or named, offsets as the tool means them."""

from __future__ import annotations

import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from projects import (
    CODE,
    CODING,
    U,
    code,
    hand_authored,
    problems_of,
    project,
    qde_of,
    qdpx,
    selection,
    source,
    taguette,
)

from graph.codebook_rows import InfluenceRow
from graph.errors import ExchangeError
from graph.exchange.claims import noted, parted
from graph.exchange.descriptions import described, understood
from graph.exchange.directions import MARK
from graph.exchange.guids import direction_guid
from graph.exchange.refi import in_order, qdc
from graph.exchange.refi import qdpx as written
from graph.exchange.shapes import Code, Coder, Coding, Fate, Project, Source
from graph.model import Direction, InfluenceStatus
from ingest.exchange.codings import Row, codings, read_rows
from ingest.exchange.folder import Plan, plan
from ingest.exchange.influences import influences
from ingest.exchange.plain import plain_text
from ingest.exchange.read import read_project
from ingest.exchange.refi import read_qdc, read_qdpx
from ingest.exchange.taguette import read_taguette
from ingest.exchange.taguette_text import counted
from ingest.mapping import TableSection

ASTRAL = "Ana said \U0001f600\U0001f600 \u05e9\u05dc\u05d5\u05dd: time was short."


def said(read: Project, fate: Fate | None = None) -> str:
    """Every remark of a project."""
    return "\n".join(remark.said for remark in read.remarks if fate in {None, remark.fate})


def planned(read: Project) -> Plan:
    return plan(read, "trial", "Trial")


@pytest.mark.data
def test_taguette_project_arrives_whole(data_dir: Path) -> None:
    # Figures: data/README.md, taguette_usability.
    read = read_taguette(data_dir / "taguette_usability" / "SERDIF_P2_ThematicAnalysis.sqlite3")
    coded = [coding for coding in read.codings if coding.code is not None]
    assert (len(read.sources), len(read.codes), read.selections, len(coded)) == (17, 22, 1794, 1930)
    assert len({coding.selection for coding in read.codings}) == 1794
    assert read.remarks == ()
    made = planned(read)
    assert [one for one in made.remarks if one.fate is Fate.REFUSED] == []
    assert len(made.marks) == 1931, "1,930 links, and one highlight without a tag"
    quotes = {f"qda:{coding.guid}:{coding.selection}": coding.quote or "" for coding in read.codings}
    for mark in made.marks:
        assert made.files[mark.path][mark.char_start : mark.char_end].split() == quotes[mark.key].split()


def test_taguette_counts_bytes_without_markup() -> None:
    text = counted("<p>Zo\u00eb &amp; \U0001f600</p><p>second<br>line</p>")
    assert text.text == "Zo\u00eb & \U0001f600\n\nsecond\nline"
    assert text.text[slice(*text.place(7, 11) or (0, 0))] == "\U0001f600"
    assert text.text[slice(*text.place(11, 17) or (0, 0))] == "second"
    assert text.place(8, 11) is None, "inside a character"
    assert text.place(0, 999) is None
    assert text.place(3, 3) is None


def test_taguette_offset_that_shifted_is_found_by_its_words(tmp_path: Path) -> None:
    file = taguette(tmp_path / "p.sqlite3", ["<p>one two three</p>"], ["A"], [(1, 0, 3, "<b>two</b>", (1,))])
    made = planned(read_taguette(file))
    (mark,) = made.marks
    assert made.files[mark.path][mark.char_start : mark.char_end] == "two"
    assert '"two" stands at 4, not at 0' in "\n".join(one.said for one in made.remarks)


def test_quote_that_a_tool_cut_off_keeps_its_place(tmp_path: Path) -> None:
    words = "Staff said that training made the new role possible, and stayed."
    cut = f"<Description>Quote: {words[:55]}</Description>"
    qde = project(code(1, "A"), source(1, "x", selection(1, 0, len(words), 1, inside=cut), words))
    made = planned(read_qdpx(qdpx(tmp_path / "p.qdpx", qde)))
    assert [(mark.char_start, mark.char_end) for mark in made.marks] == [(0, len(words))]
    assert made.remarks == ()


def test_taguette_words_that_are_nowhere_are_kept_without_a_place(tmp_path: Path) -> None:
    file = taguette(tmp_path / "p.sqlite3", ["<p>one two three</p>"], ["A"], [(1, 0, 3, "gone", (1,))])
    made = planned(read_taguette(file))
    assert made.marks == ()
    assert "interview-1,A,unclear,gone," in made.files["tables/codings.csv"]


def test_taguette_tags_of_a_tree_and_a_highlight_without_a_tag(tmp_path: Path) -> None:
    marked = [(1, 0, 3, "one", (2,)), (1, 4, 7, "two", ())]
    file = taguette(tmp_path / "p.sqlite3", ["<p>one two three</p>"], ["work", "work.time", "a.b"], marked)
    read = read_taguette(file)
    parents = {one.name: next((up.name for up in read.codes if up.guid == one.parent), None) for one in read.codes}
    assert parents == {"work": None, "time": "work", "a.b": None}
    made = planned(read)
    assert [(mark.influence_id, mark.direction) for mark in made.marks] == [
        ("time", Direction.UNCLEAR),
        ("uncoded", None),
    ]
    assert made.marks[0].at == "2024-02-03T08:00:00.500Z"


def test_taguette_highlight_outside_its_document_is_named(tmp_path: Path) -> None:
    marked = [(1, 2, 99, "lost", (1,)), (7, 0, 1, "x", (1,)), (1, 0, 3, "one", (1, 9))]
    file = taguette(tmp_path / "p.sqlite3", ["<p>one</p>"], ["A"], marked)
    assert "1 links of highlights and tags name a highlight or a tag that is not there" in said(read_taguette(file))
    assert 'highlight 1 ("lost") has no place' in said(read_taguette(file), Fate.REFUSED)
    assert 'Highlight 2 ("x") is of a document that is not there' in said(read_taguette(file), Fate.REFUSED)


@pytest.mark.data
def test_hand_authored_project_is_read(data_dir: Path, tmp_path: Path) -> None:
    # Figures: data/README.md, refi_qda.
    read = read_qdpx(hand_authored(data_dir, tmp_path / "p.qdpx"))
    names = {one.guid: one.name for one in read.codes}
    assert [(one.name, names.get(one.parent or ""), one.codable) for one in read.codes] == [
        ("Topics", None, False),
        ("Health", "Topics", True),
        ("Diet", "Health", True),
        ("Wellbeing", "Topics", True),
    ]
    (text,) = read.sources
    words = [(names[one.code or ""], (text.text or "")[one.start : one.end]) for one in read.codings]
    assert words == [("Health", "Diet and health"), ("Diet", "health are clo")]
    assert text.about == {"case": "Participant 1", "Age": "34", "Consented": "true"}
    assert read.notes == (("Research memo", "Remember to follow up on diet-related comments."),)
    assert 'The case "Participant 1": 1 codes on it' in said(read)


@pytest.mark.data
def test_written_files_keep_the_schemas_and_come_back(data_dir: Path, tmp_path: Path) -> None:
    code_ = "2" * 8 + "-0000-0000-0000-000000000001"
    made = Project(
        "Tr\u00e4um <&>",
        "a test",
        (
            Code(code_, "Time \u202e =1+1", None, 'a "quote" <b>\n\nand more', "#0af"),
            Code(CODE + "99", "below", code_, codable=False),
        ),
        (Coder(U + "1", "Ana"),),
        (
            Source("4" * 8 + "-0000-0000-0000-000000000001", "x", ASTRAL, "described", {"Age": "34"}),
            Source("4" * 8 + "-0000-0000-0000-000000000002", "no text"),
        ),
        (
            Coding(
                CODING + "01",
                "4" * 8 + "-0000-0000-0000-000000000001",
                code_,
                9,
                11,
                CODING + "88",
                U + "1",
                "2024-05-01T10:00:00.000Z",
                "a note",
                "\U0001f600\U0001f600",
            ),
            Coding(CODING + "02", "4" * 8 + "-0000-0000-0000-000000000002", CODE + "99", note="of all of it"),
            Coding(
                CODING + "03",
                "4" * 8 + "-0000-0000-0000-000000000001",
                code_,
                12,
                16,
                CODING + "89",
                quote="\u05e9\u05dc\u05d5\u05dd",
            ),
        ),
        "what it is",
    )
    content, remarks = written(made)
    file = tmp_path / "p.qdpx"
    file.write_bytes(content)
    assert remarks == ()
    assert problems_of(qde_of(file), data_dir, "Project") == []
    assert problems_of(qdc(made)[0], data_dir, "Codebook") == []
    back = read_qdpx(file)
    for part in ("name", "origin", "codes", "coders", "sources", "description"):
        assert getattr(back, part) == getattr(made, part), part
    assert sorted(back.codings, key=lambda one: one.guid) == list(made.codings)
    assert written(made)[0] == content, "the same project gives the same bytes"
    (tmp_path / "c.qdc").write_bytes(qdc(made)[0])
    assert read_qdc(tmp_path / "c.qdc").codes == made.codes


def test_offsets_beyond_the_basic_plane_and_line_ends_survive(tmp_path: Path) -> None:
    text = "a\r\n\U0001f600b\rc"
    qde = project(code(1, "A"), source(1, "x", selection(1, 3, 5, 1) + selection(2, 6, 7, 1)))
    file = qdpx(tmp_path / "p.qdpx", qde, {"sources/1.TXT": b"\xef\xbb\xbf" + text.encode()})
    made = planned(read_qdpx(file))
    assert made.files["texts/x.txt"] == "a\n\U0001f600b\nc"
    assert [made.files["texts/x.txt"][mark.char_start : mark.char_end] for mark in made.marks] == ["\U0001f600b", "c"]
    assert [plain_text("\ufeffa\r\nb").at(offset) for offset in (0, 1, 2, 4, 5)] == [0, 0, 1, 2, 3]


def test_direction_is_told_by_names_and_never_invented() -> None:
    codes = (
        Code("1", "Training"),
        Code("2", "Barrier", "1"),
        Code("3", "Facilitators"),
        Code("4", "Team", "3"),
        Code("5", "Trust", "4"),
        Code("6", "Not clear and confusing"),
        Code("7", "absent", "6"),
        Code(direction_guid("6", "absent"), "renamed", "6"),
        Code("8", "mixed", "6", MARK),
        Code("9", "Barriers and facilitators"),
        Code("10", "Money", "9"),
    )
    found = influences(codes, uncoded=False)
    assert {guid: (influence, direction.value) for guid, (influence, direction) in found.meaning.items()} == {
        "1": ("training", "unclear"),
        "2": ("training", "barrier"),
        "3": ("facilitators", "facilitator"),
        "4": ("team", "facilitator"),
        "5": ("trust", "facilitator"),
        "6": ("not-clear-and-confusing", "unclear"),
        "7": ("absent", "unclear"),
        direction_guid("6", "absent"): ("not-clear-and-confusing", "absent"),
        "8": ("not-clear-and-confusing", "mixed"),
        "9": ("barriers-and-facilitators", "unclear"),
        "10": ("money", "unclear"),
    }


def test_names_and_ids_are_told_apart() -> None:
    codes = (
        Code("1", "Access"),
        Code("2", "Cost", "1"),
        Code("3", "Time"),
        Code("4", "cost ", "3"),
        Code("5", ""),
        Code("6", "foo bar"),
        Code("7", "foo-bar"),
        Code("8", "Access"),
    )
    rows = influences(codes, uncoded=False).rows
    assert [row.name for row in rows] == [
        "Access", "Access / Cost", "Time", "Time / cost", "(code without a name)", "foo bar", "foo-bar", "Access (2)"
    ]  # fmt: skip
    words = [word.casefold() for row in rows for word in {row.id, row.name}]
    assert len({row.id for row in rows}) == len(rows)
    assert max(words.count(word) for row in rows for word in {row.id.casefold()} - {row.name.casefold()}) == 1


def test_description_and_claim_come_back() -> None:
    row = InfluenceRow(
        "t", "Training", None, "what\n\nit is", "courses", "degrees", 'Example: "x"', InfluenceStatus.RETIRED
    )
    assert understood(described(row), InfluenceRow("x", "Training")) == row
    plain = InfluenceRow("training", "Training", None, "Status: whatever")
    assert understood(described(plain), InfluenceRow("training", "Training")) == plain
    held = {"setting": "Clinic\nA", "assertion": "participant_quote"}
    assert parted(noted(held, "and more")) == (held, "and more")
    assert parted("narragraph: {broken") == ({}, "narragraph: {broken")
    assert parted('narragraph: {"assertion": "sure", "study_id": "s"}') == ({}, "assertion: sure\nstudy_id: s")


def test_doubled_guids_are_named_and_nothing_is_lost(tmp_path: Path) -> None:
    twice = code(1, "A", code(1, "A below itself")) + '<Code guid="?" name="none" isCodable="1"/>'
    read = read_qdpx(qdpx(tmp_path / "p.qdpx", project(twice, source(1, "x", selection(1, 0, 3, 1), "one"))))
    assert [one.name for one in read.codes] == ["A", "A below itself", "none"]
    assert len({one.guid for one in read.codes}) == 3
    assert 'The code "A / A below itself" has the GUID of the code "A"' in said(read, Fate.CHANGED)
    assert 'The code "none" has no GUID that is one' in said(read, Fate.CHANGED)
    assert len(read.codings) == 1


def test_codes_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match='the code "B" is above itself'):
        in_order([Code("1", "A"), Code("2", "B", "3"), Code("3", "C", "2")])


def test_what_has_no_place_is_named(tmp_path: Path) -> None:
    inside = selection(1, 2, 99, 1) + selection(2, 0, 3, 7) + selection(3, 3, 4, 1)
    coded = f'<Coding guid="{CODE}79"><CodeRef targetGUID="{CODE}01"/></Coding>'
    place = 'firstX="0" firstY="0" secondX="1" secondY="1"'
    part = f'<PictureSelection guid="{CODE}78" {place}>{coded}</PictureSelection>'
    picture = f'<PictureSource guid="{CODE}77" name="photo">{part}</PictureSource>'
    gone = source(2, "gone", selection(4, 0, 1, 1))
    sets = f'<Sets><Set guid="{CODE}66" name="mine"/></Sets>'
    qde = project(code(1, "A"), source(1, "x", inside, "one two") + picture + gone, more=sets)
    read = read_qdpx(qdpx(tmp_path / "p.qdpx", qde, {"sources/left.pdf": b"%PDF"}))
    for sentence in (
        '"x": the selection "" (2 to 99) holds no words of the 7 characters',
        'the selection "" (3 to 4) holds no words',
        f"names the code {CODE}07, which the codebook lacks",
        'The text of the source "gone": the project names "internal://2.txt", which is not in the archive.',
        'The source "gone" has no text here; 1 codings of passages of it have no place.',
    ):
        assert sentence in said(read, Fate.REFUSED)
    for sentence in (
        '1 parts of "photo"',
        "1 sets (mine).",
        "1 files of the archive that are no plain text (sources/left.pdf)",
    ):
        assert sentence in said(read, Fate.LEFT_OUT)


def test_transcript_and_pdf_text_are_read(tmp_path: Path) -> None:
    points = "".join(f'<SyncPoint guid="{CODE}5{at}" position="{at * 4}"/>' for at in (0, 1))
    coded = f'<Coding guid="{CODING}01"><CodeRef targetGUID="{CODE}01"/></Coding>'
    ends = f'fromSyncPoint="{CODE}50" toSyncPoint="{CODE}51"'
    mark = f'<TranscriptSelection guid="{CODE}72" {ends}>{coded}</TranscriptSelection>'
    spoken = f"<PlainTextContent>talk over</PlainTextContent>{points}{mark}"
    heard = f'<AudioSource guid="{CODE}70" name="tape"><Transcript guid="{CODE}71">{spoken}</Transcript></AudioSource>'
    printed = f"<PlainTextContent>one two</PlainTextContent>{selection(2, 4, 7, 1)}"
    inner = f'<Representation guid="{CODE}81">{printed}</Representation>'
    page = f'<PDFSource guid="{CODE}80" name="paper.pdf">{inner}</PDFSource>'
    read = read_qdpx(qdpx(tmp_path / "p.qdpx", project(code(1, "A"), heard + page)))
    texts = {one.guid: one.text or "" for one in read.sources}
    assert [texts[one.source][one.start : one.end] for one in read.codings] == ["talk", "two"]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("../evil.txt", r'a path that leads out of it \("\.\./evil\.txt"\)'),
        ("/etc/passwd", "leads out of it"),
        ("sources\\..\\..\\x.txt", "leads out of it"),
        ("C:/x.txt", "leads out of it"),
        ("PROJECT.QDE", 'holds "project.qde" more than once'),
    ],
)
def test_hostile_archives_are_refused(tmp_path: Path, member: str, message: str) -> None:
    file = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), source(1, "x", "", "y")), {member: b"x"})
    with pytest.raises(ExchangeError, match=message):
        read_qdpx(file)


def test_inner_names(tmp_path: Path) -> None:
    qde = project(code(1, "A"), source(1, "x", "", "y"))
    assert read_qdpx(qdpx(tmp_path / "a.qdpx", qde, inner="Project.QDE")).codes
    assert read_qdpx(qdpx(tmp_path / "b.qdpx", qde, inner="study.qde")).codes
    for inner, message in (("p/project.qde", "lies in a folder"), ("project.xml", "holds no project.qde")):
        with pytest.raises(ExchangeError, match=message):
            read_qdpx(qdpx(tmp_path / "c.qdpx", qde, inner=inner))
    with pytest.raises(ExchangeError, match="stands beside others"):
        read_qdpx(qdpx(tmp_path / "d.qdpx", qde, {"b.qde": b""}, inner="a.qde"))


def test_bomb_is_refused_without_being_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.exchange.archive.MOST_UNPACKED", 10_000)
    qde = project(code(1, "A"), source(1, "x", ""))
    with pytest.raises(ExchangeError, match=r'"sources/1.txt" in it would unpack to more than'):
        read_qdpx(qdpx(tmp_path / "p.qdpx", qde, {"sources/1.txt": b"a" * 100_000}))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.qdpx", b"PK\x03\x04broken", "no zip archive, or a broken one"),
        ("c.qdc", b'<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes/></CodeBook>', "defines entities of its own"),
        ("c.qdc", b"<CodeBook><Codes>", "not well-formed"),
        ("c.qdc", b"<codes/>", "its root is <codes>"),
        ("p.qde", b"<Project/>", "the inside of a project"),
        ("p.sqlite3", b"SQLite format 3\0" + b"x" * 200, "the database is broken"),
        ("e.json", b'{"CodeSets": ', "its JSON cannot be read"),
        ("e.json", b'{"items": []}', "neither CodeSets nor References"),
        ("e.json", b"[" * 200_000, "no REFI-QDA codebook or project"),
        ("e.json", b'{"a":' + b"[" * 200_000, "its JSON cannot be read"),
        ("x.qdc", b"  \n", "the file is empty"),
        ("x.db", b"hello", "no REFI-QDA codebook or project"),
    ],
)
def test_bad_files_are_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExchangeError, match=message):
        read_project(tmp_path / name)


def test_entities_inside_an_archive_are_refused(tmp_path: Path) -> None:
    qde = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{project(code(1, "&a;"), source(1, "x", "", "y"))}'
    with pytest.raises(ExchangeError, match="defines entities of its own"):
        read_qdpx(qdpx(tmp_path / "p.qdpx", qde))


def test_quotes_with_markup_formulas_and_turned_letters_stay_as_they_are(tmp_path: Path) -> None:
    words = "=1+1 &lt;script&gt;x&lt;/script&gt; \u202eabc"
    qde = project(code(1, "=cmd()") + code(2, "tu\u202ern"), source(1, "x", selection(1, 0, 29, 1, 2), words))
    made = planned(read_qdpx(qdpx(tmp_path / "p.qdpx", qde)))
    assert made.files["texts/x.txt"] == "=1+1 <script>x</script> \u202eabc"
    assert "\n=cmd(),,," not in made.files["codebook.csv"], "its id comes first"
    assert ",=cmd()," in made.files["codebook.csv"]
    told = "\n".join(one.said for one in made.remarks)
    assert "1 names begin with = + - or @ (=cmd())" in told
    assert "1 names hold controls that turn the direction of writing (tu\ufffdrn)" in told


EPPI = {
    "CodeSets": [
        {
            "SetName": "Factors",
            "Attributes": {
                "AttributesList": [
                    {
                        "AttributeId": 1,
                        "AttributeName": "Barriers",
                        "AttributeType": "Not selectable (no checkbox)",
                        "Attributes": {"AttributesList": [{"AttributeId": 2, "AttributeName": "Cost"}]},
                    },
                    {"AttributeId": 3, "AttributeName": "INCLUDE", "AttributeType": "Include"},
                ]
            },
        }
    ],
    "References": [
        {
            "ItemId": 7,
            "Title": "A study",
            "ShortTitle": "Smith (2014)",
            "Authors": "Smith J; Doe A;",
            "Year": "n.d.",
            "DOI": "10.1000/ABC",
            "Codes": [
                {
                    "AttributeId": 2,
                    "AdditionalText": "as they say",
                    "ArmTitle": "A",
                    "ItemAttributeFullTextDetails": [
                        {
                            "Text": 'Page 3:\n[\u00acs]"too dear"\n"no money"[\u00ace]"',
                            "DocTitle": "s.pdf",
                            "IsFromPDF": True,
                        }
                    ],
                },
                {"AttributeId": 3},
                {"AttributeId": 99},
            ],
        }
    ],
}


def test_eppi_codes_become_rows_with_their_quotes(tmp_path: Path) -> None:
    (tmp_path / "e.json").write_text(json.dumps(EPPI), encoding="utf-8")
    kind, read = read_project(tmp_path / "e.json")
    assert kind == "EPPI-Reviewer report"
    assert [(one.name, one.codable) for one in read.codes] == [("Factors", False), ("Barriers", False), ("Cost", True)]
    made = planned(read)
    assert made.marks == ()
    rows = made.files["tables/codings.csv"].splitlines()
    assert rows[1].startswith('10.1000/abc,Cost,barrier,too dear,"as they say')
    assert rows[4].startswith("Arm: A") or "no money" in made.files["tables/codings.csv"]
    assert "coded with AttributeId 99, which no code set holds" in said(read, Fate.REFUSED)
    assert "1 codes that include or exclude papers, used 1 times" in said(read, Fate.LEFT_OUT)
    assert "n.d." in made.files["tables/documents.csv"], "kept in a column of its own: it is no year"


def test_parts_of_a_claim_have_columns_and_come_back(tmp_path: Path) -> None:
    parts = {"setting": "Clinic A", "setting_kind": "service", "assertion": "participant_quote", "stage": "pilot"}
    rows = [
        Row("a", "A", Direction.BARRIER, "=1+1", "a note", "ana", CODE + "01", "2024-05-01T10:00:00.000Z", parts),
        Row("a", "A", Direction.UNCLEAR, None, None, None, CODE + "02", None),
    ]
    made = codings(rows)
    assert made.remarks == ()
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "codings.csv").write_text(made.table, encoding="utf-8")
    assert read_rows(tmp_path, "service") == rows
    (table,) = tomllib.loads("\n".join(made.lines))["table"]
    read = TableSection.model_validate(table)
    assert (read.setting[0].kind, read.finding[0].stage, read.ignore) == ("service", "stage", ("coder", "guid", "at"))
    kenya = {"setting": "Kenya", "setting_kind": "country"}
    several = codings([*rows, Row("b", "A", Direction.BARRIER, "x", None, None, CODE + "03", None, kenya)])
    assert "setting: Clinic A" in several.table
    assert '"setting" of 2 codings of whole documents stands in their notes' in several.remarks[0].said


def test_encrypted_member_is_named(tmp_path: Path) -> None:
    file = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), source(1, "x", "", "y")))
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as opened:
        at = opened.getinfo("project.qde").header_offset
    content[at + 6] |= 1
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1
    file.write_bytes(bytes(content))
    with pytest.raises(ExchangeError, match="broken or protected"):
        read_qdpx(file)
