"""Every place where a name that comes from data could become a path: none of them reads or writes outside its folder.

Members of archives, manifests and facts of releases and backups are in tests/support/hostile_files.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from curated_review import curated_review
from deciding import decided, draft, suggestion
from desk_client import PEOPLE, as_, desk_client
from projects import code, project, qdpx, source, taguette
from review_folders import CODEBOOK, PLAIN, ROWS, write_folder
from strangers import ledger
from text_files import with_texts

from cli.enrich_kept import COLUMNS, Kept, file_name
from cli.enrich_service import Service
from curation.append import append
from curation.exchange import import_ledgers
from curation.ledger import read_ledgers
from graph.errors import DecisionRefused, GraphDamaged, LedgerError
from graph.exchange.shapes import Fate
from graph.store import graph_home, published
from ingest.exchange.folder import plan
from ingest.exchange.read import read_project
from ingest.files import table_file
from ingest.folder import read_folder
from ingest.texts.store import stored_text

SECRET = "paper,influence,effect,setting\nSECRET,Training,helps,SECRET\n"
NAMES = (
    "../secret",
    "../../secret",
    "/etc/passwd",
    "C:\\secret",
    "..\\secret",
    ".",
    "..",
    "a/b",
    "-rf",
    "nul",
    "\u202etxt.x",
)
"""What a stranger might call things."""


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A file beside the review folder; it is as it was afterwards, and nothing new stands beside it."""
    file = tmp_path / "secret.csv"
    file.write_text(SECRET, encoding="utf-8")
    (tmp_path / "review").mkdir()
    yield file
    assert file.read_text(encoding="utf-8") == SECRET
    assert {one.name for one in tmp_path.iterdir()} == {"secret.csv", "review"}


def told(folder: Path) -> str:
    """Everything that reading a folder says, and everything that it takes out of it."""
    read = read_folder(folder)
    rows = [str(read.tables.node(label).to_pylist()) for label in ("Paper", "Setting", "Influence") if read.review]
    return "\n".join([*map(str, read.report.problems), *read.report.warnings, *rows, *read.inputs])


@pytest.mark.parametrize("path", ["../secret.csv", "tables/../../secret.csv", "{absolute}", "tables/link.csv"])
@pytest.mark.parametrize("place", ["table", "join"])
def test_table_of_review_toml(outside: Path, path: str, place: str) -> None:
    path = path.format(absolute=outside)
    join = f'\n[[table.join]]\npath = {json.dumps(path)}\nkey = "paper"\n'
    review = (
        PLAIN.replace("tables/t.csv", path)
        if place == "table"
        else PLAIN.replace("\n[table.paper]", f"{join}\n[table.paper]")
    )
    folder = write_folder(outside.parent / "review", review)
    (folder / "tables" / "link.csv").symlink_to(outside)
    said = told(folder)
    assert f"{path}: it lies outside the review folder" in said
    assert "SECRET" not in said


@pytest.mark.parametrize(
    "path",
    [
        "texts/a.txt",
        "references/a.ris",
        "citations/a.csv",
        "codebook.csv",
        "terms.csv",
        "phrases.csv",
        "mappings.csv",
        "constructs.csv",
    ],
)
def test_link_in_a_folder(outside: Path, path: str) -> None:
    folder = write_folder(outside.parent / "review", codebook=None if path == "codebook.csv" else CODEBOOK)
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).symlink_to(outside)
    said = told(folder)
    assert f"{path}: it is a link to a place outside the review folder" in said
    assert "SECRET" not in said


@pytest.mark.parametrize("name", ["../secret.csv", "../../secret.csv", "texts/../../secret.csv", "/etc/passwd"])
@pytest.mark.parametrize("who", ["review.toml", "a table"])
def test_name_of_a_text(outside: Path, name: str, who: str) -> None:
    review, table = f'{PLAIN}\n[texts.files]\n{json.dumps(name)} = "paper:A"\n', ROWS
    if who == "a table":
        review = PLAIN.replace('id = ["paper"]', 'id = ["paper"]\ntext = "file"')
        table = ROWS.replace("setting\n", "setting,file\n").replace("Clinic", f"Clinic,{name}").replace("Ward", "Ward,")
    folder = with_texts(outside.parent / "review", {"a.txt": b"Words."}, review, table)
    said = told(folder)
    assert f'"{name}", but no file of this name can be read there' in said
    assert "SECRET" not in said


def test_text_that_a_project_names(outside: Path) -> None:
    inner = source(1, "One", "").replace("internal://1.txt", "internal://../../secret.csv")
    file = qdpx(
        outside.parent / "review" / "p.qdpx", project(code(1, "Pay"), inner + inner.replace("internal", "absolute"))
    )
    read = read_project(file)[1]
    assert [source.text for source in read.sources] == [None, None]
    assert sum("which is not in the archive" in one.said for one in read.remarks if one.fate is Fate.REFUSED) == 2


def test_names_of_documents_codes_and_people_of_a_project(outside: Path) -> None:
    """They become files of texts/ and of decisions/."""
    home = outside.parent / "review"
    marked = [(at, 0, 3, "Pay", (at,)) for at in range(1, len(NAMES) + 1)]
    for number, by in enumerate(NAMES):
        file = taguette(home / "p.sqlite3", ["<p>Pay helped.</p>"] * len(NAMES), NAMES, marked, by)
        read = read_project(file)[1]
        renamed = replace(
            read, sources=tuple(replace(one, name=name) for one, name in zip(read.sources, NAMES, strict=True))
        )
        made = plan(renamed, "r", "R")
        for path in (*made.files, *made.stored, *(f"decisions/{who}/x.jsonl" for who in made.people)):
            assert (home / path).resolve().is_relative_to(home.resolve()), (number, path)
            assert not set(path) & set("\\:\u202e"), path
        file.unlink()


@pytest.mark.parametrize("name", [*NAMES, "", "A", "a b", "x" * 41])
def test_curators_and_devices(outside: Path, name: str) -> None:
    folder = outside.parent / "review"
    for sent in (
        draft(name, "k", decided(suggestion())),
        replace(draft("ann", "k", decided(suggestion())), device=name),
    ):
        if name not in {"-rf", "nul"}:  # names like any other, in a folder of their own
            with pytest.raises(DecisionRefused):
                append(folder, sent)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("who", ["curator", "device"])
def test_curators_and_devices_of_an_export(outside: Path, who: str) -> None:
    folder = outside.parent / "review"
    lines = ledger().replace(
        f'"{who}":"{"ann" if who == "curator" else "laptop"}"'.encode(), f'"{who}":"../../x"'.encode()
    )
    (folder / "export.jsonl").write_bytes(lines)
    with pytest.raises(LedgerError, match="it is no whole entry of a ledger"):
        import_ledgers(folder, folder / "export.jsonl")
    assert [one.name for one in folder.iterdir()] == ["export.jsonl"]


def test_ledger_in_another_place_is_refused(outside: Path) -> None:
    file = outside.parent / "review" / "decisions" / "ann" / "more" / "laptop.jsonl"
    file.parent.mkdir(parents=True)
    file.write_bytes(ledger())
    with pytest.raises(LedgerError, match=r"a ledger lies at decisions/<curator>/<device>\.jsonl"):
        read_ledgers(outside.parent / "review")


def test_curator_of_a_request(tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "review", more=PEOPLE)
    before = {one.relative_to(tmp_path) for one in tmp_path.rglob("*.jsonl")}
    with desk_client(folder) as client:
        for name in ("../ann", "..", "/etc", "ann/../../x", "a\\b"):
            act = {"key": "k", "suggestion_id": "x", "verdict": "reject", "seen": "x"}
            assert client.post("/v1/decide", headers=as_(name), json=act).status_code in {401, 403, 404, 409, 422}
        for path in (
            "/static/..%2f..%2f..%2fgraph%2fschema.py",
            "/static/../app.py",
            "/errors/..%2f..",
            "/v1/papers/..%2f",
        ):
            assert client.get(path).status_code in {404, 503}
    assert {one.relative_to(tmp_path) for one in tmp_path.rglob("*.jsonl")} == before


@pytest.mark.parametrize("name", ["../secret.csv", "/dev/zero", "../../secret.csv", "a\0b"])
def test_answer_that_a_log_names(outside: Path, name: str) -> None:
    home = outside.parent / "review" / "citations" / "openalex"
    home.mkdir(parents=True)
    (home / "asked.csv").write_text(f"{','.join(COLUMNS)}\n10.1/a,x,200,{name},0,u,s\n", encoding="utf-8")
    kept = Kept(outside.parent / "review", Service.OPENALEX)
    assert kept.state(kept.asked["10.1/a"]) == "lost"


@pytest.mark.parametrize("doi", ["10.1/../../x", "10.1//etc/passwd", "10.1/\\..\\x", "10.1/" + "x" * 999, "10.1/\0"])
def test_answer_that_is_kept_under_its_doi(doi: str) -> None:
    assert Path(file_name(doi)).name == file_name(doi)
    assert len(file_name(doi)) < 120


@pytest.mark.parametrize("name", ["../../secret.csv", "/etc/passwd", "a/b.lbug"])
def test_graph_that_the_pointer_names(outside: Path, name: str) -> None:
    folder = outside.parent / "review"
    graph_home(folder).mkdir(parents=True)
    words = ("review", "revision", "engine_version", "narragraph_version", "built_at", "sha256")
    pointer = {"file": name, "schema_version": 1, "stamp": [1, 1, 1], "counts": {}, **dict.fromkeys(words, "x")}
    (graph_home(folder) / "current.json").write_text(json.dumps(pointer), encoding="utf-8")
    with pytest.raises(GraphDamaged, match="it names a file elsewhere"):
        published(folder)


@pytest.mark.parametrize("sha256", ["../../secret", "/etc/passwd", "A" * 64, "0" * 63, "0" * 62 + "/x"])
def test_text_that_a_hash_names(outside: Path, sha256: str) -> None:
    assert stored_text(outside.parent / "review", sha256) is None


def test_table_in_a_folder_that_is_a_link_is_inside(outside: Path) -> None:
    """What lies inside is read however the folder is reached."""
    folder = write_folder(outside.parent / "review")
    assert table_file(folder / "tables" / "..", "tables/t.csv").is_file()
