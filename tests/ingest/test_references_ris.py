"""RIS as databases really write it: no record and no line is lost, and what was mended is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ReferencesError
from ingest.references.read import read_content
from ingest.references.record import FileRead, Record
from ingest.references.values import doi_of, pages_of, pmid_of, year_of


def read(text: str | bytes) -> FileRead:
    return read_content(text if isinstance(text, bytes) else text.encode(), "references/x.ris")


def one(text: str | bytes) -> Record:
    (record,) = read(text).records
    return record


def repairs(text: str | bytes) -> list[tuple[int, str]]:
    return [(remark.line, remark.message) for remark in read(text).report.repairs]


def test_records_without_their_end_are_all_there() -> None:
    text = "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n\nTY  - JOUR\nTI  - Three\nER  - \nTY  - JOUR\nTI  - Four"
    found = read(text)
    assert [record.title for record in found.records] == ["One", "Two", "Three", "Four"]
    assert [(r.line, r.message[:16]) for r in found.report.repairs] == [
        (line, "it has no ER lin") for line in (1, 3, 9)
    ]
    assert found.report.repaired == 3


def test_record_without_a_type_is_read_and_told() -> None:
    record = one("TI  - One\nAU  - A, B\nER  - \n")
    assert (record.title, record.type) == ("One", "document")
    assert "no TY line" in repairs("TI  - One\nER  - \n")[0][1]


def test_raw_text_line_and_hash_are_kept() -> None:
    first, second = read("\n\nTY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\r\nTI  - Two\r\nER  - \r\n").records
    assert (first.line, first.raw) == (3, "TY  - JOUR\nTI  - One\nER  -")
    assert second.line == 7
    assert second.id == one("TY  - JOUR\nTI  - Two\nER  - \n").id != first.id


def test_text_between_records_is_told_with_its_line() -> None:
    found = read("Provider: X\n\nTY  - JOUR\nTI  - One\n\n% a comment\nTY  - JOUR\nTI  - Two\nER  - \nRecord 3\n")
    assert [(note.line, note.raw) for note in found.report.notes] == [
        (1, "Provider: X"),
        (6, "% a comment"),
        (10, "Record 3"),
    ]
    assert [record.title for record in found.records] == ["One", "Two"]


def test_lines_without_a_tag_go_on_with_the_value_above() -> None:
    record = one("TY  - JOUR\nTI  - A title\n on two lines\nAB  - One.\n\nTwo.\nKW  - a\nb\nER  - ")
    assert (record.title, record.abstract, record.keywords) == ("A title on two lines", "One.\nTwo.", ("a", "b"))


def test_words_of_an_abstract_are_no_tags() -> None:
    record = one("TY  - JOUR\nTI  - T\nAB  - ER status\nER then\nRNA - acid\nAIMS - none\nER  - ")
    assert record.abstract == "ER status\nER then\nRNA - acid\nAIMS - none"


def test_lost_line_end_before_a_tag_is_mended() -> None:
    text = "TY  - JOUR\nTI  - T\nWE  - Index (SCI)AN  - WOS:1\nER  - "
    assert dict(one(text).other) == {"WE": "Index (SCI)", "AN": "WOS:1"}
    assert 'missing before "AN' in repairs(text)[0][1]


@pytest.mark.parametrize("line", ["KW - a", "KW\t- a", "KW  -a", "KW  - a"])
def test_tag_with_other_blanks_is_read(line: str) -> None:
    text = f"TY  - JOUR\nTI  - T\n{line}\nER  - "
    if line == "KW  -a":
        assert one(text).title == "T KW -a"  # a hyphen needs a blank behind it; the words are kept
    else:
        assert one(text).keywords == ("a",)


def test_ten_thousand_authors_are_kept() -> None:
    people = "".join(f"AU  - Family{n}, G\n" for n in range(10_000))
    assert len(one(f"TY  - JOUR\nTI  - T\n{people}ER  - \n").authors) == 10_000


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffTY  - JOUR\nTI  - Élan\nER  - ".encode(), "utf-8"),
        ("TY  - JOUR\nTI  - Élan\nER  - ".encode("utf-16"), "utf-16"),
        ("TY  - JOUR\nTI  - Élan\nER  - ".encode("cp1252"), "windows-1252"),
        ("TY  - JOUR\rTI  - Élan\rER  - ".encode(), "utf-8"),
    ],
)
def test_encodings_are_read_and_told(content: bytes, encoding: str) -> None:
    assert one(content).title == "Élan"
    assert read(content).report.encoding == encoding


def test_file_joined_from_two_encodings_is_read_line_by_line() -> None:
    content = "TY  - JOUR\nTI  - Élan\nER  - \n".encode() + "TY  - JOUR\nTI  - Été\nER  - \n".encode("cp1252")
    found = read(content)
    assert [record.title for record in found.records] == ["Élan", "Été"]
    assert (found.report.encoding, found.report.repairs[0].line) == ("utf-8 and windows-1252", 5)


@pytest.mark.parametrize("said", ["0", "9999", "no date", "888"])
def test_year_that_is_none_is_left_empty_and_kept(said: str) -> None:
    text = f"TY  - JOUR\nTI  - T\nPY  - {said}\nER  - "
    assert one(text).year is None
    assert ("PY", said) in one(text).other
    assert "names no year" in repairs(text)[0][1]


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("1948/07//", 1948),
        ("4-8 Aug. 2020", 2020),
        ("Start date: 20170812", 2017),
        ("2010 Jan-Feb", 2010),
        ("12345", None),
    ],
)
def test_year_of_a_date(said: str, year: int | None) -> None:
    assert year_of(said) == year


@pytest.mark.parametrize(
    ("said", "doi"),
    [
        ("https://doi.org/10.1000/ABC.", "10.1000/abc"),
        ("DOI: 10.1000/abc [doi]", "10.1000/abc"),
        ("(10.1000/abc)", "10.1000/abc"),
        (
            "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        ("http://dx.doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("https://www.frontiersin.org/articles/10.3389/fpsyt.2019.00001/full", "10.3389/fpsyt.2019.00001"),
        ("n/a", None),
    ],
)
def test_doi_is_found_in_junk(said: str, doi: str | None) -> None:
    assert doi_of(said) == doi


def test_doi_that_is_none_is_kept_and_told() -> None:
    text = "TY  - JOUR\nTI  - T\nDO  - see the journal\nER  - "
    assert (one(text).doi, one(text).other) == (None, (("DO", "see the journal"),))
    assert "is no DOI" in repairs(text)[0][1]


@pytest.mark.parametrize(("said", "pmid"), [("PMID: 0012345", "12345"), ("123456789", None), ("1 and 2", None)])
def test_pubmed_id(said: str, pmid: str | None) -> None:
    assert pmid_of(said) == pmid


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [("pp 37-64", "", "37-64"), ("99--123", "", "99-123"), ("5", "9", "5-9"), ("146p", "", "146p")],
)
def test_pages(first: str, last: str, pages: str) -> None:
    assert pages_of(first, last) == pages


def test_empty_record_is_refused_by_line_and_no_title_is_told() -> None:
    found = read("TY  - JOUR\nER  - \nTY  - JOUR\nTI  - \nAB  - a\nER  - ")
    assert [(r.line, r.raw) for r in found.report.refused] == [(1, "TY  - JOUR\nER  -")]
    assert (found.report.seen, found.report.read) == (2, 1)
    assert [(r.line, r.message) for r in found.report.repairs] == [(3, "it has no title.")]


def test_email_addresses_are_left_out_and_told() -> None:
    text = "TY  - JOUR\nTI  - T\nAD  - A Town, a.b@c.org\nER  - "
    assert one(text).other == (("AD", "A Town,"),)
    assert "1 e-mail address was left out" in repairs(text)[0][1]


@pytest.mark.parametrize("content", [b"", b"  \n", b"\0\0\0", b"hello", b"\xff\xfe\x00\xd8\x00"])
def test_what_is_no_export_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(ReferencesError, match=r"^references/x\.ris: .+\. .+\.$"):
        read(content)


LINE = st.sampled_from(
    [
        "TY  - JOUR",
        "ER  - ",
        "TI  - A",
        "AU  - B, C",
        "AB  - text",
        "more text",
        "",
        "KW - x",
        "PMID- 1",
        "ER",
        "TY  -",
        "% c",
    ]
)


@given(st.lists(LINE, max_size=30))
def test_no_line_is_ever_lost(lines: list[str]) -> None:
    from ingest.references.ris import read_ris

    parsed = read_ris("\n".join(lines))
    kept = "\n".join(
        [*(e.raw for e in parsed.entries), *(r.raw for r in parsed.refused), *(n.raw for n in parsed.notes)]
    )
    assert sorted(line.strip() for line in kept.split("\n") if line.strip()) == sorted(
        line.strip() for line in lines if line.strip()
    )


@given(st.binary(max_size=300), st.sampled_from([".ris", ".bib", ".nbib", ".xml", ".json", ".csv", ".txt"]))
def test_any_bytes_end_in_records_or_one_sentence(content: bytes, suffix: str) -> None:
    try:
        found = read_content(content, f"references/x{suffix}").report
    except ReferencesError:
        return  # one sentence, which a test above reads
    assert found.seen == found.read + len(found.refused) > 0
