"""`narragraph init --from PROJECT` and `export --kind qdc|qdpx|skos|sssom`: there and back, and what is lost."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from command_line import Here
from curated_review import curated_review, decide, shown
from deciding import claim, decided
from projects import code, given, hand_authored, problems_of, project, qde_of, qdpx, selection, source, taguette
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from cli.curated import read_curated
from curation.candidates import Status
from curation.entries import Assignment, Change, CodebookChange, Decision, Drawn, Verdict
from curation.ledger import read_ledgers
from graph.codebook_rows import InfluenceRow
from graph.exchange.skos import Mapped, contradicting, skos
from graph.exchange.sssom import COLUMNS, sssom
from graph.model import InfluenceStatus, MappingKind
from graph.terms import Strength, Term

URN = "urn:narragraph:"


def init(narragraph: Here, folder: Path, file: Path) -> str:
    ran = narragraph("init", folder, "--from", file)
    assert ran.code == 0, ran.err
    return ran.out


def export(narragraph: Here, folder: Path, kind: str, out: Path) -> str:
    ran = narragraph("export", folder, "--kind", kind, "--out", out)
    assert ran.code == 0, ran.err
    assert out.with_name(out.name + ".losses.txt").read_text(encoding="utf-8").splitlines()[0] in ran.err
    return ran.err


def codebook(folder: Path) -> list[InfluenceRow]:
    found = read_curated(folder).ingested.codebook.influences.values()
    parts = ("id", "name", "parent_id", "definition", "includes", "excludes", "example", "status")
    return [InfluenceRow(*(getattr(one, part) for part in parts)) for one in found]


def said(folder: Path) -> Counter[tuple[object, ...]]:
    """Every claim in the ledgers: by whom, on which words, and what."""
    return Counter(
        (entry.curator, body.anchor.quote, body.anchor.char_start, one.key, body.note)
        for entry in read_ledgers(folder).entries
        if isinstance(body := entry.body, Decision)
        for one in body.claims
    )


@pytest.mark.data
def test_taguette_project_becomes_a_folder(narragraph: Here, data_dir: Path, tmp_path: Path) -> None:
    # Figures: data/README.md, taguette_usability.
    folder = tmp_path / "usability"
    told = init(narragraph, folder, data_dir / "taguette_usability" / "SERDIF_P2_ThematicAnalysis.sqlite3")
    assert "1,794 marked passages, 1,930 codings -> 1,931 marks" in told
    assert "one more influence, a draft, holds 1 passage marked without a code" in told
    entries = read_ledgers(folder).entries
    bodies = [entry.body for entry in entries if isinstance(entry.body, Decision)]
    assert Counter(body.verdict for body in bodies) == {Verdict.ACCEPT: 1930, Verdict.UNSURE: 1}
    assert {entry.curator for entry in entries} == {"admin"}
    assert {claim.direction.value for body in bodies for claim in body.claims} == {"unclear"}, "never invented"
    texts = {file.name: file.read_text(encoding="utf-8") for file in (folder / "texts").iterdir()}
    for body in bodies:
        text = texts[Path(body.suggestion.path).name]
        assert text[body.anchor.char_start : body.anchor.char_end] == body.anchor.quote
    with (data_dir / "taguette_usability" / "codebook_20220303_8.csv").open(encoding="utf-8") as file:
        published = {row["tag"]: int(row["number of highlights"]) for row in csv.DictReader(file)}
    names = {row.id: row.name for row in codebook(folder)}
    assert Counter(names[claim.influence_id] for body in bodies for claim in body.claims) == published
    export(narragraph, folder, "qdpx", tmp_path / "a.qdpx")
    assert problems_of(qde_of(tmp_path / "a.qdpx"), data_dir, "Project") == []
    init(narragraph, tmp_path / "b", tmp_path / "a.qdpx")
    export(narragraph, tmp_path / "b", "qdpx", tmp_path / "b.qdpx")
    assert (tmp_path / "b.qdpx").read_bytes() == (tmp_path / "a.qdpx").read_bytes()


@pytest.mark.data
def test_refi_project_keeps_its_guids_through_a_folder(narragraph: Here, data_dir: Path, tmp_path: Path) -> None:
    file = hand_authored(data_dir, tmp_path / "p.qdpx")
    told = init(narragraph, tmp_path / "r", file)
    assert 'The case "Participant 1": 1 codes on it' in told
    assert "## Memo: Research memo\n\nRemember to follow up" in told
    assert narragraph("build", tmp_path / "r").code == 0
    export(narragraph, tmp_path / "r", "qdpx", tmp_path / "o.qdpx")
    export(narragraph, tmp_path / "r", "qdc", tmp_path / "o.qdc")
    assert problems_of(qde_of(tmp_path / "o.qdpx"), data_dir, "Project") == []
    assert problems_of((tmp_path / "o.qdc").read_bytes(), data_dir, "Codebook") == []
    before = (data_dir / "refi_qda" / "hand_authored" / "project.qde").read_text(encoding="utf-8")
    guids = {part.split('"')[0] for part in before.split('guid="')[1:]}
    there = {guid for guid in guids if guid.encode() in qde_of(tmp_path / "o.qdpx")}
    gone = guids - there
    assert {guid[0] for guid in gone} == {"3", "a", "d"}, "variables, the memo and the case, which the report names"
    init(narragraph, tmp_path / "c", tmp_path / "o.qdc")
    assert codebook(tmp_path / "c") == codebook(tmp_path / "r")


def review(folder: Path) -> Path:
    """Tables and a text, two curators of one mind, two who disagree, a rejection, and a claim with everything."""
    curated_review(folder)
    more = "status\ntraining,Training,,Learning \U0001f600 the role,courses,degrees,,active\n"
    more += "pay,Pay,training,,,,,active\nold,Old,,,,,x = y,retired\n"
    header = "influence_id,name,parent_id,definition,includes,excludes,example,"
    (folder / "codebook.csv").write_text(header + more, encoding="utf-8")
    said_ = shown(folder, "training made the new role possible", "training", "facilitator")
    decide(folder, "ana", "1", decided(said_))
    decide(folder, "ben", "1", decided(said_))
    low = shown(folder, "low pay", "pay", "barrier")
    decide(folder, "ana", "2", decided(low))
    decide(folder, "ben", "2", decided(low, "edit", claim("pay", "mixed")))
    time_ = shown(folder, "Nobody had time", "training", "barrier")
    decide(
        folder,
        "ana",
        "3",
        decided(time_, "edit", claim("training", "barrier", "Clinic A"), claim("training", "absent")),
    )
    decide(folder, "ben", "3", decided(shown(folder, "supervision", "training", "barrier"), "reject"))
    return folder


def test_folder_survives_refi_qda_and_says_what_does_not(narragraph: Here, data_dir: Path, tmp_path: Path) -> None:
    folder = review(tmp_path / "a")
    told = export(narragraph, folder, "qdpx", tmp_path / "a.qdpx")
    assert problems_of(qde_of(tmp_path / "a.qdpx"), data_dir, "Project") == []
    for sentence in (
        "1 decisions with the verdict reject.",
        "1 candidates with a conflict, whose codings stand side by side.",
        "3 passages of tables are codings of whole documents",
        "1 influences are retired",
        '"includes" of 1 influences stands in the description',
        "searches, screening, appraisals",
    ):
        assert sentence in told
    init(narragraph, tmp_path / "b", tmp_path / "a.qdpx")
    assert codebook(tmp_path / "b") == codebook(folder)
    assert said(tmp_path / "b") == said(folder)
    back = read_curated(tmp_path / "b")
    assert Counter(one.status for one in back.state.candidates) == {
        Status.AGREED: 1,
        Status.CONFLICT: 1,
        Status.SINGLE: 1,
    }
    rows = list(csv.DictReader((tmp_path / "b" / "tables" / "codings.csv").open(encoding="utf-8")))
    assert {(row["document"], row["influence"], row["direction"], row["quote"]) for row in rows} == {
        ("a", "Training", "facilitator", "They trained us"),
        ("b", "Training", "barrier", "No time for it"),
        ("b", "Pay", "barrier", "It does not pay"),
    }
    settings = {row["id"] for row in back.ingested.tables.node("Setting").to_pylist()}
    assert settings == {"setting:service/clinic", "setting:service/ward", "setting:service/clinic-a"}
    papers = {row["id"] for row in back.ingested.tables.node("Paper").to_pylist()}
    assert papers == {"paper:a", "paper:b"}
    export(narragraph, tmp_path / "b", "qdpx", tmp_path / "b.qdpx")
    init(narragraph, tmp_path / "c", tmp_path / "b.qdpx")
    assert said(tmp_path / "c") == said(folder)


def test_what_waits_for_a_second_coder_is_not_exported(narragraph: Here, tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "r")
    low = shown(folder, "low pay", "pay", "barrier")
    decide(folder, "eva", "1", Assignment(1.0, 1, 1, (Drawn(low.id, ("ana", "ben")),)))
    decide(folder, "ana", "1", decided(low))
    export(narragraph, folder, "qdpx", tmp_path / "a.qdpx")
    assert b"PlainTextSelection" not in qde_of(tmp_path / "a.qdpx")
    decide(folder, "ben", "1", decided(low))
    export(narragraph, folder, "qdpx", tmp_path / "b.qdpx")
    assert qde_of(tmp_path / "b.qdpx").count(b"Quote: low pay") == 1
    assert qde_of(tmp_path / "b.qdpx").count(b"<User ") == 2


def test_two_texts_of_one_paper_stay_one_paper(narragraph: Here, tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "r", more='"b.txt" = "paper:a"\n')
    (folder / "texts" / "b.txt").write_text("Another text of it.\n", encoding="utf-8")
    export(narragraph, folder, "qdpx", tmp_path / "o.qdpx")
    told = init(narragraph, tmp_path / "b", tmp_path / "o.qdpx")
    tables = read_curated(tmp_path / "b").ingested.tables
    assert {row["id"]: row["title"] for row in tables.node("Paper").to_pylist()} == {"paper:a": None, "paper:b": None}
    assert "## Refused" not in told
    inside = source(1, "x", given("paper_id", "paper:z") + given("Age", "34"), "one")
    inside += source(2, "y", given("paper_id", "paper:z") + given("Age", "35"), "two")
    said_ = init(narragraph, tmp_path / "c", qdpx(tmp_path / "p.qdpx", project(code(1, "A"), inside, more="")))
    assert '"y": Age is "35", and "34" in another source of the paper, which stands.' in said_


def test_renamed_influence_keeps_the_guid_of_its_code(narragraph: Here, tmp_path: Path) -> None:
    codes = code(1, "Cost", code(2, "Time")) + code(3, "Cost")
    init(narragraph, tmp_path / "r", qdpx(tmp_path / "p.qdpx", project(codes, source(1, "x", "", "one"))))
    change = CodebookChange(Change.RENAME, "time", was={"name": "Time"}, now={"name": "Hours"})
    decide(tmp_path / "r", "coder-1", "1", change)
    export(narragraph, tmp_path / "r", "qdc", tmp_path / "o.qdc")
    written = (tmp_path / "o.qdc").read_text(encoding="utf-8")
    assert '00000000002" name="Hours"' in written
    assert written.count('name="Cost"') == 2, "a name that had to change here has not changed there"


def test_direction_codes_of_another_tool_are_kept(narragraph: Here, tmp_path: Path) -> None:
    codes = code(1, "Training", code(2, "Barriers")) + code(3, "Facilitators", code(4, "Team"))
    inside = selection(1, 0, 3, 1, 2, 4) + selection(2, 4, 7, 2) + selection(3, 4, 7, 1, by=2)
    init(
        narragraph,
        tmp_path / "r",
        qdpx(tmp_path / "p.qdpx", project(codes, source(1, "x", inside, "one two"), users=2)),
    )
    claims = {(who, words, key[0], key[1]) for who, words, _, key, _ in said(tmp_path / "r")}
    assert claims == {
        ("coder-1", "one", "training", "unclear"),
        ("coder-1", "one", "training", "barrier"),
        ("coder-1", "one", "team", "facilitator"),
        ("coder-1", "two", "training", "barrier"),
        ("coder-2", "two", "training", "unclear"),
    }
    export(narragraph, tmp_path / "r", "qdpx", tmp_path / "o.qdpx")
    written = qde_of(tmp_path / "o.qdpx").decode()
    for guid in ("20000000-0000-0000-0000-000000000002", "60000000-0000-0000-0000-000000000010"):
        assert guid in written
    assert written.count("<Code ") == 4, "no code was added: the directions have codes already"
    export(narragraph, tmp_path / "r", "qdc", tmp_path / "o.qdc")
    assert 'name="Barriers"' in (tmp_path / "o.qdc").read_text(encoding="utf-8"), "with or without codings"
    deep = "influence_id,name,parent_id\n" + "".join(f"i{n},n{n},{f'i{n - 1}' if n else ''}\n" for n in range(300))
    (tmp_path / "r" / "codebook.csv").write_text(deep + "training,Training,\nteam,Team,\n", encoding="utf-8")
    ran = narragraph("export", tmp_path / "r", "--kind", "qdc", "--out", tmp_path / "deep.qdc")
    assert (ran.code, "nested 300 deep" in ran.err) == (3, True)


def test_sources_without_coder_get_a_pseudonym_and_mail_is_not_kept(narragraph: Here, tmp_path: Path) -> None:
    file = taguette(tmp_path / "a.sqlite3", ["<p>one two</p>"], ["A"], [(1, 0, 3, "one", (1,))], by=None)
    assert "1 codings name no coder that the file knows; they are of coder-1." in init(narragraph, tmp_path / "a", file)
    assert (tmp_path / "a" / "decisions" / "coder-1" / "taguette.jsonl").is_file()
    mail = taguette(tmp_path / "b.sqlite3", ["<p>one two</p>"], ["A"], [(1, 0, 3, "one", (1,))], by="ana@example.org")
    told = init(narragraph, tmp_path / "b", mail)
    assert "A coder is named by an e-mail address, which is not kept: coder-1." in told
    written = [
        file.read_text(encoding="utf-8")
        for file in (tmp_path / "b").rglob("*")
        if file.suffix != ".gz" and file.is_file()
    ]
    assert not [text for text in written if "example.org" in text]


def test_time_that_the_file_does_not_say_is_not_made_up(narragraph: Here, data_dir: Path, tmp_path: Path) -> None:
    init(narragraph, tmp_path / "r", hand_authored(data_dir, tmp_path / "p.qdpx"))
    export(narragraph, tmp_path / "r", "qdpx", tmp_path / "o.qdpx")
    assert b"creationDateTime" not in qde_of(tmp_path / "o.qdpx")


def test_init_from_a_project_wants_an_empty_folder(narragraph: Here, tmp_path: Path) -> None:
    file = taguette(tmp_path / "a.sqlite3", ["<p>one two</p>"], ["A"], [(1, 0, 3, "one", (1,))])
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "mine.txt").write_text("mine", encoding="utf-8")
    ran = narragraph("init", tmp_path / "r", "--from", file)
    assert (ran.code, ran.out) == (2, "")
    assert "is not empty, and a project fills a folder of its own; nothing was written" in ran.err
    assert [one.name for one in (tmp_path / "r").iterdir()] == ["mine.txt"]
    (tmp_path / "e").mkdir()
    assert narragraph("init", tmp_path / "e", "--from", file, "--dry-run").code == 0
    assert list((tmp_path / "e").iterdir()) == []
    before = (tmp_path / "e").stat().st_ino
    init(narragraph, tmp_path / "e", file)
    assert (tmp_path / "e" / "review.toml").is_file()
    assert (tmp_path / "e").stat().st_ino == before, "somebody may stand in it"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.sqlite3", "e", "r"]
    assert narragraph("init", tmp_path / "n", "--from", tmp_path / "none.qdpx").code == 2


def test_bad_project_leaves_nothing_behind(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "p.qdpx").write_bytes(b"PK\x03\x04 and no more")
    ran = narragraph("init", tmp_path / "r", "--from", tmp_path / "p.qdpx")
    assert ran.code == 3
    assert "no zip archive, or a broken one" in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["p.qdpx"]


def test_text_that_cannot_be_stored_leaves_its_quotes(narragraph: Here, tmp_path: Path) -> None:
    qde = project(code(1, "A"), source(1, "x", selection(1, 12, 16, 1), "&lt;html&gt;&lt;p&gt;one two"))
    told = init(narragraph, tmp_path / "r", qdpx(tmp_path / "p.qdpx", qde))
    assert 'The text of "x" is not stored: its content is HTML' in told
    rows = list(csv.DictReader((tmp_path / "r" / "tables" / "codings.csv").open(encoding="utf-8")))
    assert [(row["document"], row["influence"], row["quote"]) for row in rows] == [("x", "A", " two".strip())]
    assert narragraph("check", tmp_path / "r").code == 0


def test_export_of_codings_checks_its_words(narragraph: Here, tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "r")
    out = tmp_path / "o.qdc"
    assert (
        "has a format of its own" in narragraph("export", folder, "--kind", "qdc", "--format", "json", "--out", out).err
    )
    assert "takes no parameters" in narragraph("export", folder, "--kind", "qdc", "--out", out, "--limit", "3").err
    assert "Missing option '--format'" in narragraph("export", folder, "--out", out).err
    ran = narragraph("export", folder, "--kind", "sssom", "--out", out)
    assert (ran.code, out.exists()) == (3, False)
    assert "no influence is mapped to a framework" in ran.err
    assert narragraph("export", folder, "--kind", "qdc", "--out", "-").out.startswith("<?xml")
    export(narragraph, folder, "qdc", out)
    out.unlink()
    again = narragraph("export", folder, "--kind", "qdc", "--out", out)
    assert 'o.qdc.losses.txt" exists already' in again.err
    (folder / "codebook.csv").write_text("influence_id,name,parent_id\na,A,b\nb,B,a\n", encoding="utf-8")
    (folder / "tables" / "findings.csv").write_text("paper,setting,influence,effect,quote\n", encoding="utf-8")
    circle = narragraph("export", folder, "--kind", "qdc", "--out", out, "--force")
    assert circle.code == 3
    assert "parent_id runs in a circle: a -> b -> a" in circle.err
    assert not out.exists()


def test_skos_is_a_concept_scheme(narragraph: Here, tmp_path: Path) -> None:
    folder = review(tmp_path / "r")
    terms = "training,en,coaching,strong\ntraining,,Training,strong\npay,xx yy,money,weak\n"
    (folder / "terms.csv").write_text(f"influence_id,language,term,strength\n{terms}", encoding="utf-8")
    export(narragraph, folder, "skos", tmp_path / "o.ttl")
    graph = Graph().parse(tmp_path / "o.ttl", format="turtle")
    scheme, training, pay = (URIRef(f"{URN}tiny:{name}") for name in ("codebook", "training", "pay"))
    assert (scheme, DCTERMS.title, Literal("A tiny review")) in graph
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {training, pay, URIRef(f"{URN}tiny:old")}
    assert graph.value(training, SKOS.definition) == Literal("Learning \U0001f600 the role")
    assert (pay, SKOS.broader, training) in graph
    assert (training, SKOS.topConceptOf, scheme) in graph
    assert set(graph.objects(training, SKOS.altLabel)) == {Literal("coaching", lang="en")}
    assert set(graph.objects(pay, SKOS.hiddenLabel)) == {Literal("money")}
    assert set(graph.objects(training, SKOS.scopeNote)) == {Literal("Includes: courses"), Literal("Excludes: degrees")}


CFIR, MACRO = "construct:cfir-2022/access", "construct:levels/macro"
MAPPED = (
    Mapped("training", "CFIR 2022", CFIR, "Access", MappingKind.NARROWER, "Ana|Ben", "why\nnot", "2024-01-02"),
    Mapped("\u05e9", "CFIR 2022", None, None, MappingKind.NONE, "Ana"),
    Mapped("pay", "levels", MACRO, "macro", MappingKind.PARTIAL, "Ana", date="soon"),
    Mapped("pay", "levels", MACRO, "macro", MappingKind.EXACT, "Ben"),
)


def test_sssom_has_what_its_schema_requires() -> None:
    # Rules: SSSOM 1.1, sssom_schema.yaml; this very content was accepted by `sssom validate` 0.4.21.
    text = sssom("tiny", 'a "title"', "v1", {"training": "Training\tx"}, MAPPED).decode()
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert {"#license", "#mapping_set_id", "#curie_map"} <= {line.split(":")[0] for line in head}
    rows = list(csv.DictReader(io.StringIO("\n".join(text.splitlines()[len(head) :])), delimiter="\t"))
    assert set(rows[0]) <= set(COLUMNS)
    prefixes = {line.split(":")[0].removeprefix("#").strip() for line in head if line.startswith("#  ")} | {"sssom"}
    for row in rows:
        assert all(row[name] for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"))
        assert {row["subject_id"].split(":")[0], row["object_id"].split(":")[0]} <= prefixes
    by = {(row["subject_id"], row["predicate_id"]): row for row in rows}
    narrower = by["influence:training", "skos:broadMatch"]
    assert (narrower["author_label"], narrower["comment"], narrower["mapping_date"]) == (
        "Ana\\|Ben",
        "why not",
        "2024-01-02",
    )
    nothing = by["influence:%D7%A9", "skos:exactMatch"]
    assert (nothing["object_id"], nothing["object_source"], nothing["mapping_cardinality"]) == (
        "sssom:NoTermFound",
        "framework:CFIR%202022",
        "1:0",
    )
    assert by["influence:pay", "skos:relatedMatch"]["comment"] == "Partial overlap."


def test_skos_writes_mappings_and_leaves_out_those_it_forbids() -> None:
    rows = [InfluenceRow("training", 'T "x"\\\n'), InfluenceRow("pay", "Pay", "gone", status=InfluenceStatus.RETIRED)]
    terms = [Term("pay", "Pay", "en"), Term("pay", "Pay", "en", Strength.WEAK)]
    graph = Graph().parse(data=skos("tiny", "t", rows, terms, MAPPED), format="turtle")
    training, construct = URIRef(f"{URN}tiny:training"), URIRef(f"{URN}construct:cfir-2022/access")
    assert (training, SKOS.broadMatch, construct) in graph
    assert graph.value(construct, SKOS.prefLabel) == Literal("Access")
    assert graph.value(training, SKOS.prefLabel) == Literal('T "x"\\\n')
    assert contradicting(MAPPED) == {("pay", "construct:levels/macro")}
    assert not set(graph.objects(URIRef(f"{URN}tiny:pay"), SKOS.exactMatch))
    assert not set(graph.objects(URIRef(f"{URN}tiny:pay"), SKOS.hiddenLabel)), "no label in two roles"


def test_mappings_of_a_folder_are_written(narragraph: Here, tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "r")
    header = "influence_id,framework,construct,kind,author,reason,date\n"
    rows = "training,levels,meso,narrower,Ana,part of it,2024-05-01\npay,levels,,none,Ben,nothing fits,\n"
    (folder / "mappings.csv").write_text(header + rows, encoding="utf-8")
    export(narragraph, folder, "sssom", tmp_path / "o.sssom.tsv")
    lines = (tmp_path / "o.sssom.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[-2].split("\t")[:5] == ["influence:pay", "Pay", "skos:exactMatch", "sssom:NoTermFound", ""]
    assert lines[-1].split("\t")[:5] == [
        "influence:training",
        "Training",
        "skos:broadMatch",
        "construct:levels/meso",
        "meso",
    ]
    assert "1 statements that no construct fits" in export(narragraph, folder, "skos", tmp_path / "o.ttl")
    graph = Graph().parse(tmp_path / "o.ttl", format="turtle")
    assert (URIRef(f"{URN}tiny:training"), SKOS.broadMatch, URIRef(f"{URN}construct:levels/meso")) in graph


def test_archive_of_a_folder_is_plain(narragraph: Here, tmp_path: Path) -> None:
    folder = review(tmp_path / "r")
    export(narragraph, folder, "qdpx", tmp_path / "o.qdpx")
    with zipfile.ZipFile(tmp_path / "o.qdpx") as archive:
        names = archive.namelist()
        assert names[0] == "project.qde"
        assert all(name.startswith("sources/") and name.endswith(".txt") for name in names[1:])
        assert archive.read(names[1]).decode() == (folder / "texts" / "a.txt").read_text(encoding="utf-8")
    shutil.rmtree(folder)
