"""`narragraph enrich` against a real server on this machine: nothing without --yes, then slowly, bounded and once."""

from __future__ import annotations

import csv
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from command_line import Here, Ran
from record_of_review import write_review

from cli.enrich_ask import seconds_of
from cli.enrich_kept import file_name
from ingest.folder import read_folder

ONE, TEN = "10.1000/p1", "10.1000/p10"
OUT = {"DOI": "10.5555/OUT", "article-title": "Outside", "year": "2015"}
Said = tuple[int, bytes, dict[str, str]]


def crossref(doi: str, *cited: object) -> bytes:
    return json.dumps(
        {"status": "ok", "message": {"DOI": doi.upper(), "title": ["T"], "reference": list(cited)}}
    ).encode()


@dataclass
class Library:
    """A server that answers each DOI with what is planned for it, in turn; the last answer stays."""

    plan: dict[str, list[Said]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)
    url: str = ""

    def next(self, doi: str) -> Said:
        said = self.plan.get(doi, [(404, b"Resource not found.", {})])
        return said.pop(0) if len(said) > 1 else said[0]

    @property
    def dois(self) -> list[str]:
        return [doi for doi, _, _ in self.asked]


@contextmanager
def running(library: Library) -> Iterator[Library]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            doi = unquote(parts.path).removeprefix("/works/").removeprefix("doi:")
            library.asked.append((doi, parse_qs(parts.query), self.headers["User-Agent"]))
            status, content, headers = library.next(doi)
            if status == 0:
                return  # the line goes dead
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    library.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield library
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    plan = {ONE: [(200, crossref(ONE, OUT), {})], TEN: [(200, crossref(TEN, OUT, {"key": "none"}), {})]}
    with running(Library(plan)) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four included papers, two of them with a DOI."""
    return write_review(tmp_path / "review")


@dataclass
class Asking:
    narragraph: Here
    folder: Path
    library: Library

    def __call__(self, *more: object, yes: bool = True) -> Ran:
        who = ("--yes", "--mailto", "ann@example.org") if yes else ()
        pace = ("--per-second", "1000", "--wait", "0.01", "--server", self.library.url)
        return self.narragraph("enrich", self.folder, *who, *pace, *more)

    @property
    def log(self) -> list[dict[str, str]]:
        with (self.folder / "citations" / "crossref" / "asked.csv").open(
            encoding="utf-8", errors="replace", newline=""
        ) as opened:
            return list(csv.DictReader(opened))


@pytest.fixture
def asking(narragraph: Here, folder: Path, library: Library) -> Asking:
    return Asking(narragraph, folder, library)


def test_without_yes_nothing_is_asked(asking: Asking) -> None:
    ran = asking(yes=False)
    assert (ran.code, asking.library.asked) == (0, [])
    assert f"{asking.library.url}/works/10.1000/p1" in ran.out
    assert "Nothing was asked." in ran.err
    assert not (asking.folder / "citations").exists()


def test_answers_are_kept_as_they_came_and_become_citations(asking: Asking) -> None:
    ran = asking()
    assert ran.code == 0, ran.err
    assert sorted(asking.library.dois) == [ONE, TEN]
    _, query, agent = asking.library.asked[0]
    assert (query["mailto"], agent.startswith("narragraph/")) == (["ann@example.org"], True)
    for line in asking.log:
        content = (asking.folder / "citations" / "crossref" / line["file"]).read_bytes()
        assert content == asking.library.plan[line["doi"]][0][1]
        assert line["sha256"] == hashlib.sha256(content).hexdigest()
        assert datetime.fromisoformat(line["asked_on"]).tzinfo is not None
        assert "ann@example.org" not in "".join(line.values())
    found = read_folder(asking.folder)
    assert found.report.problems == ()
    assert {row["end_id"] for row in found.tables.edge("CITES").to_pylist()} == {"doi:10.5555/out"}
    again = asking()
    assert (again.code, len(asking.library.asked)) == (0, 2), "nothing is asked twice"
    assert "2 DOIs, 2 of them answered already; 0 to ask" in again.out


def test_a_budget_ends_the_run_and_the_next_one_goes_on(asking: Asking) -> None:
    ran = asking("--most", "1")
    assert (ran.code, len(asking.log)) == (0, 1)
    assert "The requests of this run are used up (--most 1). The same command goes on" in ran.err
    log = asking.folder / "citations" / "crossref" / "asked.csv"
    log.write_bytes(log.read_bytes() + b"10.1000/p10,2026-0\xc3")  # stopped within a line, and within a character
    assert asking("--most", "5").code == 0
    assert sorted(line["doi"] for line in asking.log if line["sha256"]) == [ONE, TEN]
    assert len(asking.library.asked) == 2


def test_busy_and_broken_answers_are_asked_for_again(asking: Asking) -> None:
    good = asking.library.plan[ONE][0]
    asking.library.plan[ONE] = [
        (429, b"", {"Retry-After": "0"}),
        (503, b"", {}),
        (0, b"", {}),
        (200, b"<p>log in", {}),
        good,
    ]
    ran = asking()
    assert ran.code == 0, ran.err
    assert asking.library.dois.count(ONE) == 5
    assert "2 DOIs were answered in 6 requests" in ran.err


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((500, b"", {}), "gave no answer in 5 tries (status 500)"),
        ((403, b"", {}), "answers 403"),
        ((429, b"", {"Retry-After": "3600"}), "asks to come back in 3,600 seconds"),
        ((302, b"", {"Location": "http://127.0.0.2:9/works/x"}), "sends on to another server (127.0.0.2:9)"),
        ((200, b"{}", {}), "what came is no work"),
    ],
)
def test_a_server_that_does_not_answer_ends_the_run_with_what_came(asking: Asking, said: Said, told: str) -> None:
    asking.library.plan[ONE] = [said]
    ran = asking("--from", "crossref")
    assert ran.code == 4
    assert told in ran.err
    assert "1 DOI was answered in" in ran.err
    assert [line["doi"] for line in asking.log] == [TEN], "what was answered before is kept"


def test_what_is_not_known_there_is_not_asked_again_and_a_changed_answer_is(asking: Asking) -> None:
    asking.library.plan[TEN] = [(404, b"", {})]
    assert "1 of them not known there" in asking().err
    (line,) = [one for one in asking.log if one["doi"] == ONE]
    (asking.folder / "citations" / "crossref" / line["file"]).write_bytes(b"{}")
    ran = asking(yes=False)
    assert "it is changed since; the DOI is asked about anew" in ran.err
    assert "1 to ask" in ran.out


def test_openalex_is_asked_by_doi(asking: Asking) -> None:
    work = {"id": "https://openalex.org/W1", "doi": f"https://doi.org/{ONE}", "referenced_works": []}
    asking.library.plan = {ONE: [(200, json.dumps(work).encode(), {})], TEN: [(200, json.dumps(work).encode(), {})]}
    ran = asking("--from", "openalex")
    assert ran.code == 0, ran.err
    assert f"{TEN}: it is the work of {ONE}." in ran.err
    assert read_folder(asking.folder).report.problems == ()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--yes",), "say who asks"),
        (("--mailto", "ann"), "is no address of a mailbox"),
        (("--server", "ftp://x"), "is no address such as"),
        (("--server", "file:///etc/passwd"), "is no address such as"),
        (("--most", "0"), "greater than or equal to 1"),
    ],
)
def test_bad_options_are_said(narragraph: Here, folder: Path, options: tuple[str, ...], said: str) -> None:
    ran = narragraph("enrich", folder, *options)
    assert ran.code == 2
    assert said in ran.err


def test_a_log_that_is_none_is_said(asking: Asking) -> None:
    (asking.folder / "citations" / "crossref").mkdir(parents=True)
    (asking.folder / "citations" / "crossref" / "asked.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    ran = asking()
    assert (ran.code, asking.library.asked) == (3, [])
    assert "citations/crossref/asked.csv, line 1: its first line is not that of a log" in ran.err


def test_retry_after_is_seconds_or_a_date_and_names_are_safe() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert seconds_of("7") == 7
    assert seconds_of("Thu, 01 Jan 2026 00:00:30 GMT", now) == 30
    assert seconds_of("Wed, 31 Dec 2025 00:00:30 GMT", now) == 0
    assert (seconds_of("soon"), seconds_of(None)) == (None, None)
    names = {file_name("10.1/../../a?b#c"), file_name("10.1/a"), file_name("10.1_a")}
    assert len(names) == 3
    assert not any("/" in name for name in names)
