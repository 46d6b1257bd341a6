"""Real exports of 20 sources: every file is read, and says what its README and expected records say."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.references.read import read_file
from ingest.references.record import FileRead, Record

pytestmark = pytest.mark.data
LIBRARY = {
    "zotero_export.csv": ("zotero csv", 1233),
    "zotero_export.xml": ("endnote xml", 1233),
    "mendeley_export.xml": ("endnote xml", 1233),
    "zotero_export.ris": ("ris", 1000),
    "zotero_export.bib": ("bibtex", 1000),
    "scopus.ris": ("ris", 10),
    "wos_test.ris": ("ris", 50),
}
RISPY = {
    **dict.fromkeys(("extraneous_data", "full", "full_without_whitespace", "full_write", "wos"), 2),
    **dict.fromkeys(("basic", "bom", "custom_list_tags", "empty_tag", "multi_unknown_tags", "utf_chars"), 1),
    **dict.fromkeys(("single_unknown_tag", "starting_newlines"), 1),
    "multiline": 3,
    "urls": 4,
}
_COUNTS = """
1 crossref_bib.bib eric_nbib.nbib psycinfo_ris.ris pubmed_csv.csv springer_csv.csv unknown_source_bib.bib
1 nbib_data.nbib
2 abi_inform_proquest_bib.bib abi_inform_proquest_ris.ris acm_bib.bib dblp_bib.bib ebsco_bib.bib
2 europe_pmc_bib.bib ieee_csv.csv ieee_ris.ris taylor_and_francis_bib.bib web_of_science_bib.bib wiley_bib.bib
2 csv_data.csv ris_data.ris
3 files_dir_bib.bib trid_ris.ris xlsx_data.xlsx enl_data.enl
4 jstor_ris.ris
6 ais_enl.txt bib_data.bib
7 google_scholar.json
11 scopus_bib.bib
"""
DATABASES = {name: int(line.split()[0]) for line in _COUNTS.split("\n") for name in line.split()[1:]}
OTHERWISE = {
    # The expected records were prepared by another tool, which knows these venues by their usual names, ...
    "ais_enl.txt": {"journal"},
    # ... calls a thesis by its university, a chapter by its book, reads an article number as no page,
    "abi_inform_proquest_ris.ris": {"journal", "pages"},
    "jstor_ris.ris": {"title", "journal"},
    "wiley_bib.bib": {"title", "journal"},
    "scopus_bib.bib": {"title", "journal", "pages"},
    # ... completes 122-4 to 122-124, and takes remarks off titles.
    "unknown_source_bib.bib": {"pages"},
    "files_dir_bib.bib": {"title"},
}


@pytest.fixture
def exports(data_dir: Path) -> Path:
    return data_dir / "reference_exports"


def read(exports: Path, path: str) -> FileRead:
    found = read_file(exports / path, path)
    assert found.report.seen == found.report.read + len(found.report.refused)
    return found


def letters(value: object) -> str:
    return re.sub(r"[\W_]", "", str(value or "").casefold()).replace("unknown", "")


def names(authors: tuple[str, ...]) -> list[str]:
    """Authors without the order of family and given name."""
    words = (sorted(re.findall(r"[\w.]+", author.casefold())) for author in authors)
    return sorted("".join(part) for part in words if part != ["unknown"])


@pytest.mark.parametrize(("name", "wanted"), LIBRARY.items())
def test_library_export_is_read_whole(exports: Path, name: str, wanted: tuple[str, int]) -> None:
    report = read(exports, f"library/{name}").report
    assert (report.format, report.read, report.refused) == (*wanted, ())


@pytest.mark.parametrize(("name", "records"), RISPY.items())
def test_quirk_of_ris_is_read_whole(exports: Path, name: str, records: int) -> None:
    assert read(exports, f"rispy/example_{name}.ris").report.read == records


@pytest.mark.parametrize(("name", "records"), DATABASES.items())
def test_export_of_a_database_is_read_whole(exports: Path, name: str, records: int) -> None:
    report = read(exports, f"databases/{name}").report
    assert (report.read, report.refused) == (records, ())


def _core(record: Record) -> tuple[object, ...]:
    return (letters(record.title), record.year, record.doi, record.volume, record.issue, record.pages, record.journal)


def test_csv_and_xml_of_one_library_hold_the_same_records(exports: Path) -> None:
    table, xml, other = (
        read(exports, f"library/{name}").records
        for name in ("zotero_export.csv", "zotero_export.xml", "mendeley_export.xml")
    )
    assert list(map(_core, table)) == list(map(_core, xml))
    assert [(r.authors, r.keywords, r.language, r.type) for r in table] == [
        (r.authors, r.keywords, r.language, r.type) for r in xml
    ]
    assert len({letters(record.title) for record in table}) == 1224
    assert (sum(r.doi is not None for r in table), sum(r.abstract is not None for r in table)) == (1064, 1128)
    titles = (Counter((letters(r.title), r.year, r.doi is None) for r in records) for records in (table, other))
    assert next(titles) == next(titles)


def test_ris_and_bibtex_of_one_library_hold_the_same_records(exports: Path) -> None:
    ris, bib = (read(exports, f"library/zotero_export.{suffix}").records for suffix in ("ris", "bib"))
    same = ("title", "authors", "year", "doi", "volume", "issue", "pages", "language", "abstract", "type", "urls")
    for field in same:
        assert [getattr(record, field) for record in ris] == [getattr(record, field) for record in bib], field
    assert len({letters(record.title) for record in ris}) == 988
    # Three conference papers: RIS names the meeting and its proceedings, BibTeX one of the two.
    assert sum(a.journal != b.journal for a, b in zip(ris, bib, strict=True)) == 3


@pytest.mark.parametrize("name", [name for name in DATABASES if not Path(name).stem.endswith("_data")])
def test_core_fields_are_the_expected_ones(exports: Path, name: str) -> None:
    left = list(read(exports, f"databases/{name}").records)
    for wanted in read(exports, f"databases/{Path(name).stem}_result.bib").records:
        got = max(left, key=lambda record: _likeness(record, wanted))
        left.remove(got)
        assert names(got.authors) == names(wanted.authors)
        for field in {"title", "year", "journal", "volume", "issue", "pages", "doi"} - OTHERWISE.get(name, set()):
            assert letters(getattr(got, field)) == letters(getattr(wanted, field)), (field, got.title)


def _likeness(got: Record, wanted: Record) -> int:
    fields = ("title", "volume", "pages", "doi", "year")
    same = sum(letters(getattr(got, field)) == letters(getattr(wanted, field)) for field in fields)
    return same + 3 * (names(got.authors) == names(wanted.authors))


def test_no_email_address_is_kept_in_a_field(exports: Path) -> None:
    for name in LIBRARY:
        for record in read(exports, f"library/{name}").records:
            fields = (record.title, record.abstract, *record.authors, *(value for _, value in record.other))
            assert not [field for field in fields if field and re.search(r"\w@\w+\.\w", field)]
