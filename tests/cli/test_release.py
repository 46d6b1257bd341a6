"""`narragraph release`: the same bytes anywhere, nothing hidden, every change named, and a crate that others read."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import check_jsonschema
import pytest
import rdflib
import rocrate
from command_line import Here
from jsonschema import Draft7Validator
from released import SEEN, hidden_marks, pending_review
from rocrate.rocrate import ROCrate
from ruamel.yaml import YAML

from cli.main import run
from cli.release_served import frozen
from curation.ledger import read_ledgers
from graph.release_manifest import manifest_text
from graph.release_zip import write_zip

MANIFEST = "manifest-sha256.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review folder. Read only."""
    return pending_review(tmp_path_factory.mktemp("one") / "review")


@pytest.fixture(scope="module")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its release as a folder. Read only: tests change copies."""
    out = tmp_path_factory.mktemp("releases") / "release"
    assert run(["release", str(folder), "--out", str(out), "-q"]) == 0
    return out


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A release to spoil."""
    return shutil.copytree(made, tmp_path / "release")


def contents(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of everything below a folder."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def told(narragraph: Here, *words: object) -> tuple[int, str]:
    """Exit code and the words of both streams in one line."""
    ran = narragraph("release", *words)
    return ran.code, " ".join(f"{ran.out} {ran.err}".split())


def test_another_place_and_clock_give_the_same_release(
    narragraph: Here, folder: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "elsewhere" / "with blanks"
    shutil.copytree(folder, there)
    for file in there.rglob("*"):
        os.utime(file, (1, 1))
    monkeypatch.chdir(there)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    ran = narragraph("release", "--out", tmp_path / "r.zip", "--json")
    assert ran.code == 0, ran.err
    said = json.loads(ran.out)
    with zipfile.ZipFile(tmp_path / "r.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == contents(made)
        assert {one.date_time for one in packed.infolist()} == {(2026, 3, 1, 0, 0, 0)}
        assert packed.namelist() == sorted(packed.namelist())
    assert (said["version"], said["date"], said["licence"]) == ("1.2", "2026-03-01", "CC-BY-4.0")
    assert said["left_out"].keys() == {"texts/a.txt", "references/a.ris"}
    whole = b"".join(contents(made).values())
    assert str(folder.parent).encode() not in whole, "no path of the machine may be in it"


def test_zip_does_not_depend_on_times_and_rights(tmp_path: Path) -> None:
    packed = []
    for number in (1, 2):
        place = tmp_path / str(number)
        place.mkdir()
        (place / "a.txt").write_text("a", encoding="utf-8")
        (place / "a.txt").chmod(0o600 + number)
        os.utime(place / "a.txt", (number, number))
        write_zip(place, ["a.txt"], tmp_path / f"{number}.zip", date(2026, 1, 1))
        packed.append((tmp_path / f"{number}.zip").read_bytes())
    assert packed[0] == packed[1]


def test_manifest_is_one_that_sha256sum_reads(made: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--strict", MANIFEST], cwd=made, capture_output=True, check=True)
    assert done.stdout.count(b": OK") == len(contents(made)) - 1


def test_pending_decision_of_a_blind_coder_leaves_no_trace(folder: Path, made: Path, tmp_path: Path) -> None:
    whole = contents(made)
    for mark in hidden_marks(folder):
        assert [path for path, content in whole.items() if mark in content] == []
    held = read_ledgers(made / "inputs").entries
    assert {(one.curator, one.key) for one in held} == {("eve", "draw"), ("ann", "1"), ("bob", "1"), ("ann", "3")}
    assert any(SEEN.encode() in content for content in whole.values())
    assert "unclear" not in (made / "graph" / "csv" / "finding.csv").read_text(encoding="utf-8")
    for who in ("eve", "bob"):
        path = f"decisions/{who}/laptop.jsonl"
        assert whole[f"inputs/{path}"] == (folder / path).read_bytes(), "what hides nothing keeps its bytes"
    del tmp_path


def test_nothing_of_publishers_caches_or_programs_is_inside(folder: Path, made: Path) -> None:
    facts = json.loads((made / "release.json").read_text(encoding="utf-8"))
    for path in ("texts/a.txt", "references/a.ris"):
        assert facts["left_out"][path] == hashlib.sha256((folder / path).read_bytes()).hexdigest()
        assert not (made / "inputs" / path).exists()
    assert not any(".narragraph" in path for path in contents(made))
    assert "An abstract." not in b"".join(contents(made).values()).decode("utf-8", "replace")
    assert "belong to their publishers" in (made / "README.md").read_text(encoding="utf-8")


KINDS = (
    "inputs/review.toml",
    "inputs/tables/findings.csv",
    "inputs/codebook.csv",
    "inputs/decisions/ann/laptop.jsonl",
    "graph/csv/finding.csv",
    "graph/parquet/finding.parquet",
    "report/report.html",
    "report/tables/influences.csv",
    "codebook.ttl",
    "CITATION.cff",
    "README.md",
    "ro-crate-metadata.json",
)


@pytest.mark.parametrize("path", KINDS)
def test_changed_byte_is_named(narragraph: Here, copy: Path, path: str) -> None:
    content = bytearray((copy / path).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / path).write_bytes(content)
    code, words = told(narragraph, "--verify", copy)
    assert (code, f"changed: {path}" in words) == (1, True), words
    assert words.count("changed: ") == 1


def test_facts_and_manifest_are_named_when_they_are_changed(narragraph: Here, copy: Path) -> None:
    facts = json.loads((copy / "release.json").read_text(encoding="utf-8"))
    first = next(iter(facts["inputs"]))
    facts["inputs"][first] = "0" * 64
    (copy / "release.json").write_text(json.dumps(facts), encoding="utf-8")
    code, words = told(narragraph, "--verify", copy)
    assert (code, "changed: release.json" in words) == (1, True)
    assert "the revision is not that of the inputs it names" in words
    lines = (copy / MANIFEST).read_text(encoding="utf-8").splitlines()
    (copy / MANIFEST).write_text("\n".join([*lines[:-1], "x" + lines[-1]]), encoding="utf-8")
    code, words = told(narragraph, "--verify", copy)
    assert (code, f"line {len(lines)} of its {MANIFEST} is no line of a manifest" in words) == (1, True)


def test_missing_extra_and_linked_files_are_named(narragraph: Here, copy: Path) -> None:
    (copy / "CITATION.cff").unlink()
    (copy / "inputs" / "notes.txt").write_text("new", encoding="utf-8")
    (copy / "README.md").unlink()
    (copy / "README.md").symlink_to("/etc/hostname")
    code, words = told(narragraph, "--verify", copy)
    assert code == 1
    for said in ("missing: CITATION.cff", "extra: inputs/notes.txt", "no file: README.md is a link"):
        assert said in words
    assert "missing: README.md" not in words


def test_number_that_the_inputs_do_not_give_is_named_though_all_hashes_hold(
    narragraph: Here, folder: Path, copy: Path
) -> None:
    path = copy / "report" / "tables" / "influences.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("training", "trainings"), encoding="utf-8")
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents(copy).items() if name != MANIFEST}
    (copy / MANIFEST).write_text(manifest_text(files), encoding="utf-8")
    code, words = told(narragraph, "--verify", copy, "--against", folder)
    assert code == 1
    assert "every file is as it was released" in words
    assert "the folder still is what was released" in words, "its hidden line makes no difference"
    assert words.count(" ok ") == 4
    assert words.count("not what the inputs give: changed: ") == 1
    assert "not what the inputs give: changed: report/tables/influences.csv" in words


def test_release_with_texts_needs_no_other_folder_and_unknown_stays_unknown(
    narragraph: Here, folder: Path, tmp_path: Path
) -> None:
    there = shutil.copytree(folder, tmp_path / "review")
    review = there / "review.toml"
    review.write_text(review.read_text(encoding="utf-8").partition("\n[release]")[0], encoding="utf-8")
    (there / "decisions" / "ann" / "laptop.jsonl").unlink()
    stale = told(narragraph, there, "--out", tmp_path / "r", "--date", "2026-03-01")
    assert stale[0] == 1
    assert "Run `narragraph build` first" in stale[1]
    assert narragraph("build", there, "-q").code == 0
    code, words = told(narragraph, there, "--out", tmp_path / "r")
    assert (code, "--date: say the day of the release" in words) == (2, True)
    assert not (tmp_path / "r").exists()
    every = ("--include-texts", "--include-references", "--date", "2026-03-02")
    code, words = told(narragraph, there, "--out", tmp_path / "r", *every)
    assert code == 0
    assert "Note: 2 files of publishers are inside" in words
    assert "Note: references/a.ris holds what looks like e-mail addresses" in words
    assert words.count("e-mail") == 1
    assert "authors unknown: review.toml names no authors" in words
    assert "licence unknown: review.toml states no licence" in words
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")], "nothing half made is left"
    cited = YAML(typ="safe").load((tmp_path / "r" / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["authors"] == [{"name": "unknown: review.toml names no authors under [release]"}]
    assert "license" not in cited
    crate = json.loads((tmp_path / "r" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    root = next(one for one in crate["@graph"] if one["@id"] == "./")
    assert root["license"].startswith("unknown: ")
    assert "author" not in root
    assert (root["version"], root["datePublished"]) == (cited["version"], "2026-03-02")
    text = next(one for one in crate["@graph"] if one["@id"] == "inputs/texts/a.txt")
    assert text["license"].startswith("unknown: it belongs to its authors")
    assert read_citation(tmp_path / "r") == cited
    code, words = told(narragraph, "--verify", tmp_path / "r")
    assert (code, words.count(" ok ")) == (0, 4), words
    (there / "tables" / "findings.csv").write_text("paper\n", encoding="utf-8")
    code, words = told(narragraph, there, "--out", tmp_path / "r2")
    assert (code, "Nothing was released; `narragraph check` says them all" in words) == (3, True)


def read_citation(release: Path) -> dict[str, object]:
    """CITATION.cff, valid against the schema of the format that check-jsonschema brings along."""
    vendored = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor" / "citation-file-format.json"
    said: dict[str, object] = YAML(typ="safe").load((release / "CITATION.cff").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(said, default=str))
    assert list(Draft7Validator(json.loads(vendored.read_text(encoding="utf-8"))).iter_errors(plain)) == []
    return said


def test_citation_says_whom_and_what_to_cite(made: Path) -> None:
    said = read_citation(made)
    first = {
        "family-names": "Carberry",
        "given-names": 'Josiah: "Joe"',
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "affiliation": "Brown University",
    }
    assert said["authors"] == [first, {"name": "The Peer Support Group"}]
    facts = json.loads((made / "release.json").read_text(encoding="utf-8"))
    assert said["identifiers"] == [
        {
            "type": "other",
            "value": facts["revision"],
            "description": "Revision: SHA-256 over the paths and hashes of the inputs",
        }
    ]
    assert (said["version"], said["doi"], said["license"]) == ("1.2", "10.5281/zenodo.123", "CC-BY-4.0")


def test_crate_is_read_by_another_program_and_describes_every_file(made: Path) -> None:
    """Read by ro-crate-py; every word of it is a term of the context; every file has its hash."""
    crate = ROCrate(str(made))
    files = {unquote(one.id): one for one in crate.data_entities if one.type == "File"}
    held = contents(made)
    assert set(files) == set(held) - {"ro-crate-metadata.json"}
    for path, one in files.items():
        if path != MANIFEST:
            assert one["sha256"] == hashlib.sha256(held[path]).hexdigest(), path
            assert one["contentSize"] == str(len(held[path])), path
        assert one["name"] == path
        assert one["description"]
    root = crate.root_dataset
    assert [one["name"] for one in root["author"]] == ['Josiah: "Joe" Carberry', "The Peer Support Group"]
    assert root["license"].id == "https://spdx.org/licenses/CC-BY-4.0"
    assert (root["version"], crate.mainEntity) == ("1.2", None)
    assert {one["name"] for one in root["mentions"]} >= {"texts/a.txt", "references/a.ris"}
    assert crate.dereference("#narragraph")["softwareVersion"]
    assert crate.dereference("#revision")["value"] == json.loads(held["release.json"])["revision"]


def test_crate_keeps_the_rules_of_the_specification(made: Path) -> None:
    """RO-Crate 1.2, "Root Data Entity" and "RO-Crate JSON-LD": flat, complete, and linked data without lost words."""
    said = json.loads((made / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    by_id = {one["@id"]: one for one in said["@graph"]}
    assert len(by_id) == len(said["@graph"])
    about = by_id["ro-crate-metadata.json"]
    assert (about["conformsTo"]["@id"], about["about"]["@id"]) == ("https://w3id.org/ro/crate/1.2", "./")
    assert {"@type", "name", "description", "datePublished", "license"} <= by_id["./"].keys()
    inside = {one["@id"] for entity in said["@graph"] for one in entity.get("hasPart", ())}
    data = {id_ for id_, one in by_id.items() if one["@type"] in {"File", "Dataset"}} - {"./"}
    assert inside == data, "every file and folder is part of the crate, directly or not"
    told_of: set[str] = set()
    for entity in said["@graph"]:
        for value in entity.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    told_of.add(one["@id"])
                    assert one.keys() == {"@id"}, "the JSON-LD is flat"
    assert told_of - set(by_id) == {"https://w3id.org/ro/crate/1.2"}
    context = json.loads((Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_text(encoding="utf-8"))
    words = {key for entity in said["@graph"] for key in entity if not key.startswith("@")}
    assert words <= context["@context"].keys()
    graph = rdflib.Graph()
    whole = {"@context": context["@context"], "@graph": said["@graph"]}
    graph.parse(io.StringIO(json.dumps(whole)), format="json-ld", publicID="https://example.org/crate/")
    root = rdflib.URIRef("https://example.org/crate/")
    parts = set(graph.transitive_objects(root, rdflib.URIRef("http://schema.org/hasPart")))
    assert len(parts) == len(data) + 1
    assert len(set(graph.subjects(rdflib.URIRef("http://schema.org/sha256")))) == len(contents(made))


def test_served_release_is_the_graph_that_was_released(narragraph: Here, made: Path, copy: Path, folder: Path) -> None:
    with frozen(made, None, None) as place:
        assert {one.name for one in place.iterdir()} == {"review.toml", ".narragraph"}
        assert narragraph("export", place, "--format", "csv", "--out", place / "csv").code == 0
        assert contents(place / "csv") == contents(made / "graph" / "csv")
    assert not place.exists()
    (copy / "graph" / "parquet" / "paper.parquet").write_bytes(b"PAR1")
    for words, said in (
        (("--release", copy), (1, "something in it is not as it was released")),
        (("--release", folder), (1, "so it is no release")),
        (("--release", folder / "nowhere"), (2, "--release: there is no")),
        ((folder, "--release", made), (2, "a release is served alone")),
    ):
        ran = narragraph("serve", *words, "--port", 0)
        assert (ran.code, said[1] in " ".join(ran.err.split())) == (said[0], True), ran.err


def test_report_links_only_to_its_own_tables(made: Path) -> None:
    page = (made / "report" / "report.html").read_text(encoding="utf-8")
    links = set(re.findall(r'(?:href|src)="([^"#][^"]*)"', page)) - {"data:,"}
    assert len(links) > 10
    assert not [link for link in links if not (made / "report" / link).is_file()]


def spoilt_zip(out: Path, spoil: Callable[[zipfile.ZipFile], None]) -> Path:
    """A zip that something hostile was put into."""
    with zipfile.ZipFile(out, "w") as packed:
        spoil(packed)
    return out


def _link(packed: zipfile.ZipFile) -> None:
    one = zipfile.ZipInfo("inputs")
    one.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed.writestr(one, "/etc")


def _twice(packed: zipfile.ZipFile) -> None:
    packed.writestr("README.md", "a")
    packed.writestr("readme.md", "b")


def _two_kinds(packed: zipfile.ZipFile) -> None:
    packed.writestr("inputs", "a")
    packed.writestr("inputs/review.toml", "b")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda packed: packed.writestr("../out.txt", "x"), 'a path that leads out of it ("../out.txt")'),
        (lambda packed: packed.writestr("/etc/out.txt", "x"), "a path that leads out of it"),
        (lambda packed: packed.writestr("a\\..\\b", "x"), "a path that leads out of it"),
        (lambda packed: packed.writestr("C:x", "x"), "a path that leads out of it"),
        (_link, '"inputs" in it is a link or a device'),
        (_twice, 'it holds "readme.md" more than once'),
        (_two_kinds, "in it is a file and a folder"),
        (lambda packed: packed.writestr("a.txt", "x"), f"it holds no {MANIFEST}, so it is no release"),
    ],
)
def test_hostile_zip_is_refused(
    narragraph: Here, tmp_path: Path, spoil: Callable[[zipfile.ZipFile], None], said: str
) -> None:
    code, words = told(narragraph, "--verify", spoilt_zip(tmp_path / "r.zip", spoil))
    assert (code, said in words) == (1, True), words
    assert not (tmp_path / "out.txt").exists()


def test_what_is_no_release_is_refused(narragraph: Here, copy: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    facts = json.loads((copy / "release.json").read_text(encoding="utf-8"))
    for paths, said in (
        (tmp_path / "text.zip", (1, "it is no zip archive")),
        (tmp_path / "nowhere", (2, "there is no")),
        (folder, (1, "so it is no release")),
    ):
        code, words = told(narragraph, "--verify", paths)
        assert (code, said[1] in words) == (said[0], True), words
    for change, said_ in (
        ({"files": {"../../out.txt": "0" * 64}}, "holds a path that leads out of it"),
        ({"format": 2}, "format 2; this narragraph reads 1"),
        ({"date": "soon"}, "cannot be read"),
        ({"revision": None}, "revision is no text"),
    ):
        (copy / "release.json").write_text(json.dumps({**facts, **change}), encoding="utf-8")
        code, words = told(narragraph, "--verify", copy)
        assert (code, said_ in words) == (1, True), words
    (copy / "release.json").write_text("[" * 100_000, encoding="utf-8")
    assert "cannot be read" in told(narragraph, "--verify", copy)[1]


def test_release_replaces_nothing_and_is_not_put_among_the_inputs(
    narragraph: Here, folder: Path, made: Path, tmp_path: Path
) -> None:
    before = contents(made)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as packed:
        packed.writestr("notes.txt", "keep")
    for out, said in (
        (made, "exists already. Add --force"),
        (tmp_path / "mine", "is no earlier release"),
        (tmp_path / "mine.zip", "is no earlier release"),
        (tmp_path / "no" / "r", "there is no folder"),
        (folder, "is the review folder itself"),
        (folder / "texts" / "r.zip", "lies in texts/, which is read as an input"),
    ):
        code, words = told(narragraph, folder, "--out", out)
        assert (code, said in words) == (2, True), words
    assert contents(made) == before
    for options, said in (
        (("--verify", made, "--force"), "the other options are for making a release"),
        (("--against", folder), "--against goes with --verify"),
        ((folder, "--date", "1.3.2026"), "is no day. Write it as 2026-03-01"),
        ((folder, "--version", " "), "1 to 60 printable characters"),
    ):
        code, words = told(narragraph, *options)
        assert (code, said in words) == (2, True), words
