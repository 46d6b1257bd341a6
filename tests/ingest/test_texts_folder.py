"""Which paper a file is of: stated rules, nothing guessed, two files of one article one paper; read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_pages import two_columns
from text_files import REVIEW, docx, jats, with_texts

from ingest.folder import Ingested, read_folder
from ingest.texts.store import from_plain, stored_text, text_home, to_plain

TABLE = """
[[table]]
path = "tables/t.csv"

  [table.paper]
  id = ["doi"]
  id_else = ["name"]
  text = { column = "file", split = ";" }

  [[table.finding]]
  influence = { column = "influence" }
  direction = "barrier"
"""
ROWS = "doi,name,file,influence\n10.1000/A.1,Abel 2019,,Pay\n10.1000/b,Baker 2020,,Pay\n,Cole 2021,,Pay\n"
PDF = two_columns([("A title", True), ("Pay helped the peers in all of the wards. " * 5, False)])


def read(tmp_path: Path, texts: dict[str, bytes], more: str = "", rows: str = ROWS) -> Ingested:
    return read_folder(with_texts(tmp_path, texts, REVIEW + more + TABLE, rows))


def told(found: Ingested) -> dict[str, str]:
    return {match.read.path: f"{match.paper_id}: {match.rule}" for match in found.texts.matches}


def problems(found: Ingested) -> dict[str, str]:
    return {problem.path: problem.rule for problem in found.texts.problems}


def test_text_is_given_by_its_own_doi(tmp_path: Path) -> None:
    found = read(tmp_path, {"any name.xml": jats("10.1000/a.1")})
    assert told(found) == {"texts/any name.xml": "doi:10.1000/a.1: the text gives its DOI"}


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("10.1000_A.1.pdf", "doi:10.1000/a.1"),
        ("deep/er/doi-10.1000-a.1.pdf", "doi:10.1000/a.1"),
        ("Cole_2021.pdf", "paper:cole-2021"),
    ],
)
def test_text_is_given_by_its_name(tmp_path: Path, name: str, paper: str) -> None:
    assert told(read(tmp_path, {name: PDF})) == {f"texts/{name}": f"{paper}: the file is named like the paper"}


def test_table_names_the_files_of_a_paper(tmp_path: Path) -> None:
    rows = ROWS.replace("Abel 2019,,", "Abel 2019,one.PDF; texts/sub/two,").replace(
        "Baker 2020,,", "Baker 2020,gone.pdf,"
    )
    found = read(tmp_path, {"one.pdf": PDF, "sub/two.docx": docx("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>")}, rows=rows)
    assert told(found) == {
        "texts/one.pdf": "doi:10.1000/a.1: a table names the file",
        "texts/sub/two.docx": "doi:10.1000/a.1: a table names the file",
    }
    assert problems(found) == {"texts/gone.pdf": "named file"}


def test_review_file_wins_over_every_other_rule(tmp_path: Path) -> None:
    more = '\n[texts]\nfiles = { "x.xml" = "doi:10.1000/b" }\n'
    found = read(tmp_path, {"x.xml": jats("10.1000/a.1")}, more)
    assert told(found) == {"texts/x.xml": "doi:10.1000/b: review.toml names the file"}


def test_review_file_that_names_no_paper_is_told_with_the_near_miss(tmp_path: Path) -> None:
    found = read(tmp_path, {"x.pdf": PDF}, '\n[texts]\nfiles = { "x.pdf" = "doi:10.1000/a.2" }\n')
    (problem,) = found.texts.problems
    assert str(problem) == (
        'texts/x.pdf: review.toml says that it is "doi:10.1000/a.2", which is no paper. '
        'Did you mean "doi:10.1000/a.1"? '
        "Correct it under [texts] files."
    )


def test_text_that_no_rule_tells_is_reported_with_a_hint(tmp_path: Path) -> None:
    pdf = two_columns([("A title", True), ("https://doi.org/10.1000/b Pay helped. " * 5, False)])
    found = read(tmp_path, {"scan17.pdf": pdf, "other.xml": jats("10.1000/zzz")})
    said = {problem.path: str(problem) for problem in found.texts.problems}
    assert found.texts.papers == ()
    assert "Its first page names 10.1000/b, the DOI of doi:10.1000/b: check that." in said["texts/scan17.pdf"]
    assert "Its DOI seems to be 10.1000/zzz, which no paper has." in said["texts/other.xml"]
    assert all(message in found.report.warnings for message in said.values())


def test_text_without_a_table_becomes_a_paper_where_the_review_says_so(tmp_path: Path) -> None:
    texts = {"x.xml": jats("10.1000/new", "On pay"), "Some Name.pdf": PDF}
    found = read(tmp_path, texts, '\n[texts]\nnew = "candidate"\n')
    rows = {row["id"]: row for row in found.tables.nodes["Paper"].to_pylist()}
    assert {"doi:10.1000/new", "paper:some-name"} <= set(rows)
    new = rows["doi:10.1000/new"]
    assert (new["title"], new["doi"], new["status"]) == ("On pay", "10.1000/new", "candidate")
    assert rows["doi:10.1000/a.1"]["status"] == "included"
    studies = {tuple(row.values()) for row in found.tables.edges["REPORTS_ON"].to_pylist()}
    assert ("doi:10.1000/new", "study:doi:10.1000/new") in studies


def test_two_files_of_one_article_are_one_paper(tmp_path: Path) -> None:
    texts = {"2016.xml": jats("10.1000/new"), "2017.xml": jats("10.1000/NEW", words="Pay helped!")}
    found = read(tmp_path, texts, '\n[texts]\nnew = "candidate"\n')
    assert [text.path for text in found.texts.papers] == ["texts/2016.xml"]
    (problem,) = found.texts.problems
    assert str(problem).startswith("texts/2017.xml: it is the same paper as texts/2016.xml (doi:10.1000/new)")


def test_better_format_of_one_article_is_used(tmp_path: Path) -> None:
    found = read(tmp_path, {"10.1000_a.1.pdf": PDF, "z.xml": jats("10.1000/a.1")})
    assert [text.path for text in found.texts.papers] == ["texts/z.xml"]
    assert problems(found) == {"texts/10.1000_a.1.pdf": "same paper"}


def test_revision_follows_the_texts(tmp_path: Path) -> None:
    found = read(tmp_path, {"x.xml": jats("10.1000/a.1")})
    assert found.inputs["texts/x.xml"] == found.texts.papers[0].file_sha256
    (tmp_path / "texts" / "x.xml").write_bytes(jats("10.1000/a.1", words="Pay did not help."))
    again = read_folder(tmp_path)
    revisions = [one.tables.nodes["Review"].to_pylist()[0]["revision"] for one in (found, again)]
    assert revisions[0] != revisions[1]


def test_file_is_extracted_once_and_deleting_what_is_derived_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(tmp_path, {"x.xml": jats("10.1000/a.1"), "10.1000_b.pdf": PDF})
    stored = first.texts.papers[0].text
    assert stored_text(tmp_path, stored.sha256) == stored

    def never(content: bytes, path: str) -> None:
        raise AssertionError(f"{path} was read again")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.texts.folder.text_of", never)
        assert read_folder(tmp_path).texts == first.texts
    for file in text_home(tmp_path).rglob("*.*"):
        file.unlink()
    assert read_folder(tmp_path).texts == first.texts


def test_damaged_store_is_read_anew(tmp_path: Path) -> None:
    first = read(tmp_path, {"x.xml": jats("10.1000/a.1")})
    (kept,) = text_home(tmp_path).glob("*.json.gz")
    for damage in (b"", b"no gzip", kept.read_bytes()[:-20]):
        kept.write_bytes(damage)
        assert stored_text(tmp_path, first.texts.papers[0].text.sha256) is None
        assert read_folder(tmp_path).texts == first.texts
    assert stored_text(tmp_path, "../../review") is None


def test_folder_that_cannot_be_written_is_read_all_the_same(tmp_path: Path) -> None:
    folder = with_texts(tmp_path, {"x.xml": jats("10.1000/a.1")}, REVIEW + TABLE, ROWS)
    (folder / ".narragraph").write_text("a file where a folder should be", encoding="utf-8")
    assert [text.paper_id for text in read_folder(folder).texts.papers] == ["doi:10.1000/a.1"]


def test_stored_text_is_the_same_after_keeping(tmp_path: Path) -> None:
    found = read(tmp_path, {"10.1000_b.pdf": PDF, "x.xml": jats("10.1000/a.1")})
    for paper in found.texts.papers:
        assert from_plain(to_plain(paper.text)) == paper.text


def test_folder_without_texts_is_as_before(tmp_path: Path) -> None:
    found = read(tmp_path, {})
    assert found.texts.papers == found.texts.problems == ()
    assert not text_home(tmp_path).exists()
