"""Two respondents of one group never become visible: every output of a marked survey is looked through for them.

Two people at Site D answered in English (examples/synthetic_survey). Here they have names and answers of their own
(tests/support/small_groups.py); everything that narragraph writes, prints or serves is searched for them, and what is
shown is tried for any set of fewer than five people that could be worked out from it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import rows
from command_line import Here
from desk_client import desk_client
from small_groups import INFLUENCES, NAMES, leaks, marked_review, read, told_numbers, worked_out

from cli.main import run
from graph.queries import queries
from graph.survey import SYNTHETIC
from synthesis.charts.kinds import SURVEY

SITE = "Site D (Israel)"
FREE = [
    f"/v1/queries/{name}{''.join(f'?limit={one.most}' for one in query.parameters if one.name == 'limit')}"
    for name, query in queries().items()
    if not any(one.required for one in query.parameters)
]
"""Queries that can be asked without an id, with their largest limit: they give every property of a survey."""
COMMANDS: tuple[tuple[str, ...], ...] = (
    *(("survey", name, "FOLDER", "--json") for name in ("describe", "reliability", "validity", "sites", "items")),
    ("survey", "describe", "FOLDER", "--format", "table"),
    ("survey", "beside", "FOLDER", "--site", SITE, "--json"),
    ("check", "FOLDER"),
    ("verify", "FOLDER"),
    ("brief", SITE, "-C", "FOLDER", "--out", "OUT/brief.html"),
    ("brief", SITE, "-C", "FOLDER", "--language", "en", "--out", "OUT/brief.docx"),
    ("report", "FOLDER", "--out", "OUT/report.html", "--csv", "OUT/tables", "--docx", "OUT/report.docx"),
    ("export", "FOLDER", "--format", "jsonl", "--out", "OUT/graph.jsonl"),
    ("export", "FOLDER", "--format", "csv", "--out", "OUT/graph"),
    ("export", "FOLDER", "--kind", "full", "--format", "graphml", "--out", "OUT/full.graphml"),
    ("chart", "site_profile", "FOLDER", "--site", SITE, "--out", "OUT/profile.svg"),
    ("release", "FOLDER", "--out", "OUT/release", "--version", "1", "--date", "2026-01-01"),
)
PAGES = (
    *(f"/v1/charts/{name}?format={form}" for name in sorted(SURVEY) for form in ("vega-lite", "csv")),
    *("/v1/graph?kind=full", "/survey", "/explore/charts/item_by_site", "/readyz"),
    *("/brief/Site%20D%20%28Israel%29", "/brief/Site%20D%20%28Israel%29?format=docx"),
)


@pytest.fixture(scope="module")
def folder(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = marked_review(repo / "examples" / "synthetic_survey", tmp_path_factory.mktemp("marked") / "review")
    assert run(["build", str(made), "--quiet"]) == 0
    return made


@pytest.fixture(scope="module")
def numbers(folder: Path) -> dict[str, float]:
    return told_numbers(folder)


def test_what_is_searched_for_is_found_where_it_is(folder: Path, numbers: dict[str, float]) -> None:
    raw = leaks((folder / "survey" / "synthetic_staff.csv").read_bytes(), numbers)
    assert set(NAMES) <= set(raw)
    assert len(raw) > 20
    mean = numbers["training mean"]
    assert leaks(json.dumps({"mean": mean}).encode(), numbers) == [f"training mean: {mean}"]
    assert leaks(f"mean {mean:.5f}".encode(), numbers)
    assert leaks(f"mean {mean + 0.001:.5f}".encode(), numbers) == []


def test_no_command_shows_them(narragraph: Here, folder: Path, numbers: dict[str, float], tmp_path: Path) -> None:
    for words in COMMANDS:
        ran = narragraph(*(word.replace("FOLDER", str(folder)).replace("OUT", str(tmp_path)) for word in words))
        assert ran.code == 0, (words, ran.err)
        assert leaks((ran.out + ran.err).encode(), numbers) == [], words
        if words[0] == "survey":
            assert SYNTHETIC in ran.out + ran.err or '"synthetic": true' in ran.out, words
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 60
    assert {str(path): found for path in written if (found := _leaks_of(path, numbers))} == {}
    names = {path.name for path in written}
    assert {"synthetic_staff.csv", "synthetic_other_measures.csv"}.isdisjoint(names)


def _leaks_of(path: Path, numbers: dict[str, float]) -> list[str]:
    """What a file says of them, also inside a document or an archive."""
    content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return leaks(content, numbers)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [found for name in archive.namelist() for found in leaks(archive.read(name), numbers)]


def test_nothing_kept_beside_the_graph_names_them(folder: Path, numbers: dict[str, float]) -> None:
    kept = [path for path in (folder / ".narragraph").rglob("*") if path.is_file()]
    assert any(path.name == "survey.json" for path in kept)
    assert {str(path): found for path in kept if (found := _leaks_of(path, numbers))} == {}


def test_no_answer_over_http_shows_them(folder: Path, numbers: dict[str, float]) -> None:
    with desk_client(folder) as client:
        for address in (*PAGES, *FREE):
            answer = client.get(address, headers={"Accept": "*/*"})
            assert answer.status_code == 200, (address, answer.text)
            assert leaks(answer.content, numbers) == [], address
            assert b"synthetic_staff" not in answer.content, address


def _answered(folder: Path) -> dict[str | None, dict[str, dict[str, str]]]:
    """Influence or item (null: the measure) -> the people whose answers are in its summary, by code."""
    staff = read(folder / "survey" / "synthetic_staff.csv")
    items: dict[str, list[str]] = defaultdict(list)
    for row in read(folder / "survey" / "instrument.csv"):
        if row["status"] == "kept" and row["item_id"] not in items[row["influence_id"]]:
            items[row["influence_id"]].append(row["item_id"])
    every = [item for influence in INFLUENCES for item in items[influence]]
    pairs: list[tuple[str | None, list[str]]] = [(None, every), *items.items(), *((item, [item]) for item in every)]
    given: dict[str | None, dict[str, dict[str, str]]] = {}
    for rated, asked in pairs:
        # A score is of people who answered at least half of its items.
        people = (row for row in staff if 2 * sum(row[item] not in {"", "NA"} for item in asked) >= len(asked))
        given[rated] = {row["code"]: row for row in people}
    return given


def _groups(found: list[dict[str, Any]], people: dict[str, dict[str, str]]) -> Iterator[tuple[Any, frozenset[str]]]:
    for row in found:
        kind, name = row["group_kind"], row["group_name"]
        members = {code for code, person in people.items() if kind == "all" or person[kind] == name}
        assert row["respondents"] == len(members), row
        yield (kind, name), frozenset(members)


def test_no_small_set_of_people_can_be_worked_out_from_what_is_shown(narragraph: Here, folder: Path) -> None:
    found = rows(narragraph, folder, "ratings", "--limit", "10000")
    answered = _answered(folder)
    by: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        numbers = [row[name] for name in ("respondents", "mean", "sd", "low", "high", "median")]
        assert (numbers == [None] * 6) is not row["shown"], row
        assert bool(row["why_not"]) is not row["shown"], row
        if row["shown"]:
            by[row["item"] or row["influence_id"]].append(row)
    assert set(by) == set(answered)
    for rated, shown in by.items():
        groups = dict(_groups(shown, answered[rated]))
        assert {kind for kind, _ in groups} == {"all", "site", "role", "language"}
        assert worked_out(groups) == [], rated
        # The other way round: with the group that is hidden the two would be seen.
        people = answered[rated]
        speakers = frozenset(code for code, person in people.items() if person["language"] == "he")
        assert frozenset(NAMES) in worked_out({**groups, ("language", "he"): speakers}), rated


def test_counts_of_people_who_left_something_out_are_none_or_enough(narragraph: Here, folder: Path) -> None:
    for row in rows(narragraph, folder, "ratings", "--limit", "10000"):
        for name in ("missing_respondents", "not_applicable_respondents"):
            assert row[name] is None or row[name] == 0 or row[name] >= 5, row
