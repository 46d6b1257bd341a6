"""Records written as RIS or CSL-JSON and read again are the same; what moved to another field is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.references.assemble import RIS_OF
from ingest.references.read import read_content, read_file
from ingest.references.record import Record
from ingest.references.values import lines_of, one_line
from ingest.references.write import as_csl, as_ris

CHARACTERS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="@\ufeff")
WORDS = st.text(CHARACTERS, max_size=30).map(one_line).filter(lambda text: text and "RAYYAN-" not in text)
SAID = st.none() | WORDS
TEXT = st.lists(WORDS, min_size=1, max_size=3).map("\n".join).map(lines_of)
RECORDS = st.builds(
    Record,
    type=st.sampled_from(sorted(RIS_OF)),
    title=SAID,
    authors=st.lists(WORDS, max_size=3).map(tuple),
    year=st.none() | st.integers(1450, 2100),
    doi=st.none() | st.from_regex(r"10\.[0-9]{4}/[a-z0-9]{1,8}", fullmatch=True),
    pmid=st.none() | st.from_regex(r"[1-9][0-9]{0,7}", fullmatch=True),
    journal=SAID,
    volume=SAID,
    issue=SAID,
    pages=st.none() | st.from_regex(r"[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?", fullmatch=True),
    abstract=st.none() | TEXT,
    language=SAID,
    urls=st.lists(st.from_regex(r"https://a\.org/[a-z]{1,5}", fullmatch=True), max_size=2).map(tuple),
    keywords=st.lists(WORDS, max_size=3).map(tuple),
    marks=st.just(()),
    other=st.lists(st.tuples(st.sampled_from(["AN", "SN", "T3", "U1"]), TEXT), max_size=3).map(
        # one tag after the other, as a reader groups them
        lambda pairs: tuple(sorted(pairs, key=lambda pair: pair[0]))
    ),
    format=st.just("ris"),
    file=st.just(""),
    line=st.just(0),
    raw=st.just(""),
    sha256=st.just(""),
)


def core(record: Record, *without: str) -> Record:
    emptied = replace(record, format="", file="", line=0, raw="", sha256="")
    return replace(emptied, **dict.fromkeys(without, ()))


def ris_again(records: list[Record]) -> list[Record]:
    return list(read_content(as_ris(records).text.encode(), "x.ris").records)


def csl_again(records: list[Record]) -> list[Record]:
    return list(read_content(json.dumps([as_csl(record) for record in records]).encode(), "x.json").records)


def _holds(record: Record) -> bool:
    """A record that says something, and whose journal no third title (T3) could be taken for."""
    named = record.journal is not None or not any(tag == "T3" for tag, _ in record.other)
    return named and any((record.title, record.authors, record.doi, record.abstract))


@settings(max_examples=60)
@given(st.lists(RECORDS.filter(_holds), min_size=1, max_size=3))
def test_what_is_written_as_ris_is_read_again(records: list[Record]) -> None:
    assert list(map(core, ris_again(records))) == list(map(core, records))
    assert as_ris(records).moved == ()


@settings(max_examples=60)
@given(st.lists(RECORDS.filter(_holds), min_size=1, max_size=3))
def test_what_is_written_as_csl_json_is_read_again(records: list[Record]) -> None:
    assert list(map(core, csl_again(records))) == list(map(core, records))


EXPORTS = ["library/scopus.ris", "library/wos_test.ris", "rispy/example_full.ris", "rispy/example_wos.ris"]
DATABASES = "ais_enl.txt eric_nbib.nbib google_scholar.json ieee_csv.csv jstor_ris.ris psycinfo_ris.ris ris_data.ris"
EXPORTS += [f"databases/{name}" for name in f"{DATABASES} scopus_bib.bib trid_ris.ris web_of_science_bib.bib".split()]


@pytest.mark.data
@pytest.mark.parametrize("path", EXPORTS)
def test_real_records_come_back(data_dir: Path, path: str) -> None:
    records = list(read_file(data_dir / "reference_exports" / path, path).records)
    assert list(map(core, csl_again(records))) == list(map(core, records))
    written, again = as_ris(records), ris_again(records)
    if records[0].format == "ris":
        assert list(map(core, again)) == list(map(core, records))
        assert written.moved == ()
    else:
        assert [core(record, "other") for record in again] == [core(record, "other") for record in records]
        notes = ["\n".join(value for tag, value in record.other if tag == "N1") for record in again]
        for record, said in zip(records, notes, strict=True):
            assert [f"{name}: {value}" for name, value in record.other if f"{name}: {value}" not in said] == []
        names = {name for record in records for name, _ in record.other}
        assert len(written.moved) == len(names)
