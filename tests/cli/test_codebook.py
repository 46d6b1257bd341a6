"""`narragraph codebook`: what is shown, what a change would do, what is refused, and a base that is frozen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Here, Ran
from curated_review import curated_review, decide, shown
from deciding import claim, decided
from tiny_review import FINDINGS

from cli.curated import Curated, read_curated
from curation.entries import Change, CodebookChange, Freeze, PhraseChange
from graph.codebook_rows import InfluenceRow

LOW = "They also said that low pay drove colleagues away."
PEOPLE = "".join(
    f'\n[[curators.people]]\nid = "{name}"\nrole = "{role}"\n'
    for name, role in (("ann", "coder"), ("eve", "adjudicator"), ("rob", "reader"))
)
TERMS = "term;influence_id;language\nlow pay;pay;en\nwages;pay;en\ncourse;training;en\n"
PHRASES = "by,phrase,influence_id\nann,Too  little money,pay\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small review, with a phrase of its table that nobody assigned, terms, phrases and a decision."""
    folder = curated_review(tmp_path / "review")
    (folder / "tables" / "findings.csv").write_text(
        FINDINGS + "C,ward,Low wages,hinders,We earn little\nC,ward,Too little money,hinders,None\n", encoding="utf-8"
    )
    (folder / "terms.csv").write_text(TERMS, encoding="utf-8")
    (folder / "phrases.csv").write_text(PHRASES, encoding="utf-8")
    decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier"), "accept", claim("pay", "barrier")))
    return folder


def _curated(folder: Path) -> Curated:
    curated = read_curated(folder)
    assert not curated.ingested.report.problems, curated.ingested.report.problems
    return curated


def _do(narragraph: Here, folder: Path, *words: str) -> Ran:
    return narragraph("codebook", *words, "--folder", str(folder), "--curator", "eve")


def _json(narragraph: Here, folder: Path, *words: str) -> dict[str, list[dict[str, object]]]:
    done = narragraph("codebook", *words, "--folder", str(folder), "--json")
    assert done.code == 0, done.err
    found: dict[str, list[dict[str, object]]] = json.loads(done.out)
    return found


def test_show_lists_influences_with_what_reports_them(narragraph: Here, folder: Path) -> None:
    rows = _json(narragraph, folder, "show")["show"]
    assert [(row["influence_id"], row["papers"], row["findings"]) for row in rows] == [
        ("training", 2, 2),
        ("pay", 3, 3),
    ]
    assert _do(narragraph, folder, "merge", "pay", "--into", "training").code == 0
    (row,) = _json(narragraph, folder, "show")["show"]
    assert (row["papers"], row["findings"], row["other_names"]) == (3, 5, ["pay"])


def test_preview_says_what_a_change_would_do_and_writes_nothing(narragraph: Here, folder: Path) -> None:
    said = _json(narragraph, folder, "preview", "merge", "pay", "--into", "training")
    assert (said["findings"], said["papers"], said["pairs_before"], said["pairs_after"]) == (3, 3, 2, 1)
    shifts = {row["influence_id"]: (row["papers_before"], row["papers_after"]) for row in said["shifts"]}
    assert shifts == {"pay": (3, 0), "training": (2, 3), "draft:low-wages": (1, 1)}, "the last one moves up in rank"
    split = narragraph(
        *("codebook", "preview", "split", "pay", "--made", "wages=Wages", "--made", "pensions=Pensions"),
        *("--folder", str(folder)),
    )
    assert "3 counted findings of 3 papers stay on pay, which is retired, until decided on again." in split.out
    assert not (folder / "decisions" / "eve").exists()


CHANGES = [
    (["add", "time", "--name", "Time", "--under", "pay", "--definition", "Hours"], {"training", "pay", "time"}),
    (["rename", "pay", "--name", "Fair pay"], {"training", "pay"}),
    (["move", "pay", "--under", "training"], {"training", "pay"}),
    (["merge", "pay", "--into", "training"], {"training"}),
    (["split", "pay", "--made", "wages=Wages", "--made", "pens=Pensions"], {"training", "pay", "wages", "pens"}),
    (["retire", "pay", "--reason", "nobody reports it"], {"training", "pay"}),
]


@pytest.mark.parametrize(("words", "ids"), CHANGES, ids=[words[0] for words, _ in CHANGES])
def test_change_is_an_entry_and_its_undoing_takes_it_back(
    narragraph: Here, folder: Path, words: list[str], ids: set[str]
) -> None:
    before = _curated(folder).rows
    done = _do(narragraph, folder, *words)
    assert done.code == 0, done.err
    after = _curated(folder)
    assert set(after.rows.influences) == ids
    assert after.rows != before
    (entry,) = after.state.changes
    assert isinstance(entry.body, CodebookChange)
    assert done.out.split()[0] == entry.id
    assert (entry.body.base, entry.curator) == (before.version, "eve")
    assert _do(narragraph, folder, "undo").code == 0
    assert _curated(folder).rows == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["paint"], 2, '"paint" is none. There are: preview, show, changes, add'),
        (["preview", "freeze"], 2, '"freeze" is none. Previewed can be: add, rename'),
        (["preview"], 2, "name a change"),
        (["merge", "--into", "pay"], 2, "`codebook merge` takes one influence by its id after it"),
        (["show", "pay"], 2, "`codebook show` takes nothing after it"),
        (["merge", "pay"], 2, "give --into ID"),
        (["move", "pay"], 2, "say where to: --under ID, or --top"),
        (["move", "pay", "--top", "--under", "training"], 2, "say where to"),
        (["retire", "pay", "--into", "training"], 2, "--into does not go with `codebook retire`"),
        (["split", "pay", "--made", "a=A"], 2, "two influences or more"),
        (["split", "pay", "--made", "a=A", "--made", "b"], 2, '"b" is not ID=NAME'),
        (["rename", "pya", "--name", "x"], 1, 'There is no Influence with the id "pya". Did you mean "pay"?'),
        (["rename", "pay", "--name", "TRAINING"], 1, '"TRAINING" is the name of training already'),
        (["add", "pay", "--name", "Income"], 1, 'which codebook.csv has as "Pay"'),
        (["merge", "pay", "--into", "pay"], 1, "names another influence"),
        (["move", "pay", "--under", "pay"], 1, "which is narrower than it"),
        (["undo"], 1, 'no change of the codebook by "eve"'),
        (["undo", "e:none"], 1, 'There is no standing change "e:none"'),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    narragraph: Here, folder: Path, words: list[str], code: int, said: str
) -> None:
    done = _do(narragraph, folder, *words)
    assert (done.code, said in done.err) == (code, True), done.err
    assert not (folder / "decisions" / "eve").exists()


def test_taking_back_what_later_changes_stand_on_is_refused(narragraph: Here, folder: Path) -> None:
    added = _do(narragraph, folder, "add", "time", "--name", "Time").out.split()[0]
    assert _do(narragraph, folder, "merge", "pay", "--into", "time").code == 0
    done = _do(narragraph, folder, "undo", added)
    assert done.code == 1
    assert "does not fit the codebook" in done.err
    assert len(_curated(folder).state.changes) == 2


@pytest.mark.parametrize(
    ("who", "code", "said"),
    [
        (["--curator", "ann"], 1, '"ann" is a coder; this needs an adjudicator'),
        (["--curator", "rob"], 2, '"rob" is a reader'),
        (["--curator", "zoe"], 2, '"zoe" is not under [[curators.people]]'),
        ([], 2, "say who you are. These may decide: ann, eve"),
        (["--curator", "eve", "--device", "My PC"], 2, "must be 1 to 40 of a-z, 0-9 and -"),
    ],
)
def test_only_adjudicators_change_the_codebook(
    narragraph: Here, tmp_path: Path, who: list[str], code: int, said: str
) -> None:
    place = curated_review(tmp_path / "other", more=PEOPLE)
    for words in (["retire", "pay"], ["freeze"]):
        if words == ["freeze"]:
            narragraph("codebook", "retire", "pay", "--folder", str(place), "--curator", "eve")
        done = narragraph("codebook", *words, "--folder", str(place), *who)
        assert (done.code, said in done.err) == (code, True), done.err


# Freezing


def _changed(narragraph: Here, folder: Path) -> None:
    for words, _ in (CHANGES[1], CHANGES[0], (["move", "time", "--under", "training"], {})):
        assert _do(narragraph, folder, *words).code == 0
    decide(folder, "ann", "2", PhraseChange("low  WAGES", "pay"))
    assert _do(narragraph, folder, "add", "rewards", "--name", " Rewards,  all ").code == 0
    assert _do(narragraph, folder, "merge", "pay", "--into", "rewards").code == 0


def test_build_is_the_same_before_and_after_a_freeze(narragraph: Here, folder: Path) -> None:
    _changed(narragraph, folder)
    before = _curated(folder)
    done = _do(narragraph, folder, "freeze")
    assert done.code == 0, done.err
    assert "Written: codebook.csv, terms.csv, phrases.csv" in done.out
    after = _curated(folder)
    tables, then = after.ingested.tables, before.ingested.tables
    assert {**tables.nodes, "Review": None} == {**then.nodes, "Review": None}
    assert tables.edges == then.edges
    assert after.rows.moved == {"pay": "rewards"}
    assert after.rows.later == {"time", "rewards"}
    assert {(term.text, term.influence_id) for term in after.ingested.codebook.terms} == {
        ("low pay", "rewards"),
        ("wages", "rewards"),
        ("course", "training"),
    }
    assert isinstance(after.state.changes[-1].body, Freeze)
    assert "Nothing is to be frozen" in _do(narragraph, folder, "freeze").out


def test_frozen_files_keep_their_columns_separators_and_spelling(narragraph: Here, folder: Path) -> None:
    _changed(narragraph, folder)
    assert _do(narragraph, folder, "freeze").code == 0
    assert (folder / "codebook.csv").read_text(encoding="utf-8").splitlines() == [
        "influence_id,name,parent_id,definition",
        "training,Training,,",
        "time,Time,training,Hours",
        'rewards,"Rewards, all",,',
    ]
    assert (folder / "terms.csv").read_text(encoding="utf-8") == TERMS.replace(";pay;", ";rewards;")
    assert (folder / "phrases.csv").read_text(encoding="utf-8").splitlines() == [
        "by,phrase,influence_id",
        "ann,Too  little money,rewards",
        ",low WAGES,rewards",
    ]


def test_frozen_base_may_be_edited_and_changed_further(narragraph: Here, folder: Path) -> None:
    _changed(narragraph, folder)
    assert _do(narragraph, folder, "freeze").code == 0
    file = folder / "codebook.csv"
    file.write_text(file.read_text(encoding="utf-8").replace('"Rewards, all"', "Income"), encoding="utf-8")
    assert _curated(folder).rows.influences["rewards"].name == "Income"
    assert _do(narragraph, folder, "rename", "rewards", "--name", "Money").code == 0
    assert _curated(folder).rows.influences["rewards"].name == "Money"
    assert [row["in_files"] for row in _json(narragraph, folder, "changes")["changes"]] == ["yes"] * 6 + [None, "no"]
    assert _do(narragraph, folder, "undo").code == 0
    frozen = _json(narragraph, folder, "changes")["changes"][0]["entry_id"]
    done = _do(narragraph, folder, "undo", str(frozen))
    assert (done.code, "was frozen into the files" in done.err) == (1, True)


def test_freeze_that_cannot_write_every_file_changes_none(
    narragraph: Here, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _changed(narragraph, folder)
    before = _curated(folder).ingested
    files = {name: (folder / name).read_bytes() for name in ("codebook.csv", "terms.csv", "phrases.csv")}
    replaced = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if Path(target).name == "phrases.csv":
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refused)
        done = _do(narragraph, folder, "freeze")
    assert (done.code, "the codebook was not frozen (No space left on device)" in done.err) == (1, True)
    assert {name: (folder / name).read_bytes() for name in files} == files
    assert not list(folder.glob("*.part"))
    assert not list(folder.glob(".*.part"))
    after = _curated(folder).ingested
    assert (after.tables.nodes["Influence"], after.tables.edges) == (
        before.tables.nodes["Influence"],
        before.tables.edges,
    )
    assert _do(narragraph, folder, "freeze").code == 0, "a second try does it"


def test_freeze_writes_nothing_when_the_files_would_say_something_else(narragraph: Here, folder: Path) -> None:
    """Blanks around a definition cannot stand in a cell: cells are read without them."""
    time = InfluenceRow("time", "Time", definition=" hours ")
    decide(folder, "eve", "1", CodebookChange(Change.ADD, "time", made=(time,)))
    before = (folder / "codebook.csv").read_bytes()
    done = _do(narragraph, folder, "freeze")
    assert (done.code, "would not say what the ledgers say" in done.err) == (3, True)
    assert (folder / "codebook.csv").read_bytes() == before
