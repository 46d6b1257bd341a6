"""`tag`, `queue` and `explain`: from texts to what a person reads first, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from command_line import Here
from text_files import jats, with_texts

from cli.tagging import tagged
from cli.terminal import Terminal
from graph.documents import PaperText
from graph.suggestions import Suggestion
from nlp import candidates, suggestion_file, workers
from nlp.sharded import LEAST
from nlp.shards import TaggedShard
from nlp.vocabulary import Vocabulary
from nlp.workers import understood

REVIEW = '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "included"\n'
CODEBOOK = "influence_id,name\ntraining,Training\npay,Fair pay\n"
WORDS = (
    "Lack of training hindered the new workers. Services should offer fair pay. "
    "The training was not a barrier at any site. Rain fell on Monday."
)


def _review(folder: Path, texts: Mapping[str, bytes] | None = None, terms: str | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    if terms is not None:
        (folder / "terms.csv").write_text(terms, encoding="utf-8")
    return with_texts(folder, {"a.xml": jats(words=WORDS)} if texts is None else texts, REVIEW)


def _queue(narragraph: Here, place: Path, *words: str) -> list[dict[str, object]]:
    ran = narragraph("queue", str(place), "--json", *words)
    assert ran.code == 0, ran.err
    suggestions: list[dict[str, object]] = json.loads(ran.out)["suggestions"]
    return suggestions


def test_tag_says_what_it_proposes(narragraph: Here, tmp_path: Path) -> None:
    ran = narragraph("tag", str(_review(tmp_path)), "--json")
    said = json.loads(ran.out)
    assert ran.code == 0
    assert said["texts"] == said["texts_tagged_now"] == 1
    assert said["suggestions"] == 3
    assert said["directions"] == {"barrier": 1, "unclear": 1, "neutral": 1}
    assert said["assertions"] == {"finding": 2, "recommendation": 1}
    assert said["words"] == len(f"A title {WORDS}".replace(".", " ").split())
    assert said["suggestions_per_1000_words"] == round(3000 / said["words"], 1)


def test_tag_reads_a_text_once_and_again_when_its_words_change(narragraph: Here, tmp_path: Path) -> None:
    place = str(_review(tmp_path))

    def now(*more: str) -> int:
        return int(json.loads(narragraph("tag", place, "--json", *more).out)["texts_tagged_now"])

    assert [now(), now(), now("--again")] == [1, 0, 1]
    (tmp_path / "terms.csv").write_text("influence_id,language,term,strength\npay,en,salary,strong\n", encoding="utf-8")
    assert [now(), now()] == [1, 0]
    for file in (tmp_path / ".narragraph" / "suggestions").iterdir():
        file.write_bytes(b"torn")
    assert now() == 1


def test_tag_names_each_file_it_cannot_use_and_goes_on(narragraph: Here, tmp_path: Path) -> None:
    texts = {"a.xml": jats(words=WORDS), "b.xml": b"<article><p>cut", "c.pdf": b"", "d.exe": b"MZ"}
    ran = narragraph("tag", str(_review(tmp_path, texts)))
    assert ran.code == 3
    assert "suggestions   3" in ran.out
    for name in ("b.xml", "c.pdf", "d.exe"):
        assert sum(line.startswith(f"texts/{name}: ") for line in ran.err.splitlines()) == 1
    assert "3 files were not tagged" in ran.err


def test_tag_refuses_terms_that_are_no_words_and_keeps_the_others(narragraph: Here, tmp_path: Path) -> None:
    terms = "influence_id,language,term,strength\npay,en,[a-z]+,strong\npay,en,x,strong\npay,en,rain,strong\n"
    ran = narragraph("tag", str(_review(tmp_path, terms=terms)), "--json")
    assert ran.code == 0
    assert "terms.csv, row 2" in ran.err
    assert "terms.csv, row 3" in ran.err
    assert json.loads(ran.out)["suggestions"] == 4


def test_tag_says_in_which_languages_no_direction_is_read(narragraph: Here, tmp_path: Path) -> None:
    german = (
        "Mangelnde Training-Angebote erschwerten die Arbeit der neuen Kolleginnen und Kollegen auf allen Stationen."
    )
    ran = narragraph("tag", str(_review(tmp_path, {"a.xml": jats(words=german, title="Die Arbeit")})), "--json")
    assert "de: 1 text holds passages in it" in ran.err
    assert json.loads(ran.out)["directions"] == {"unclear": 1}


def test_tag_without_a_codebook_says_what_to_do(narragraph: Here, tmp_path: Path) -> None:
    ran = narragraph("tag", str(with_texts(tmp_path, {"a.xml": jats()}, REVIEW)))
    assert ran.code != 0
    assert "codebook.csv" in ran.err
    assert "Name influences in it" in ran.err


def test_queue_shows_the_likely_first_and_opens_with_explain(narragraph: Here, tmp_path: Path) -> None:
    place = _review(tmp_path)
    rows = _queue(narragraph, place)
    assert [row["quote"] for row in rows] == [
        "Lack of training hindered the new workers.",
        "Services should offer fair pay.",
        "The training was not a barrier at any site.",
    ]
    ran = narragraph("explain", str(rows[0]["suggestion_id"]), "--folder", str(place))
    assert ran.code == 0
    assert "barrier, finding" in ran.out
    assert ">> Lack of [training] hindered the new workers. <<" in ran.out
    assert "lack" in ran.out.split("why", 1)[1].lower()
    short = str(rows[0]["suggestion_id"])[:12]
    assert (
        json.loads(narragraph("explain", short, "--folder", str(place), "--json").out)["id"] == rows[0]["suggestion_id"]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("queue", "--influence", "trainig"), 'Did you mean "training"'),
        (("queue", "--paper", "doi:10.1000/b"), 'Did you mean "doi:10.1000/a"'),
        (("explain", "s:nothing"), 'There is no Suggestion with the id "s:nothing"'),
    ],
)
def test_unknown_ids_are_told_with_what_looks_like_them(
    narragraph: Here, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    place = str(_review(tmp_path))
    ran = narragraph(*words, *(("--folder", place) if words[0] == "explain" else (place,)))
    assert ran.code != 0
    assert said in ran.err


def test_explain_shows_hostile_text_as_text(narragraph: Here, tmp_path: Path) -> None:
    place = _review(
        tmp_path, {"a.txt": b"Training \x1b[31m helped\xe2\x80\xae everyone <script>alert(1)</script> here."}
    )
    (tmp_path / "review.toml").write_text(REVIEW, encoding="utf-8")
    rows = _queue(narragraph, place)
    ran = narragraph("explain", str(rows[0]["suggestion_id"]), "--folder", str(place))
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "<script>alert(1)</script>" in ran.out


def test_the_python_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "tagging.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    exec(example, {})  # noqa: S102  (our own page)
    assert capsys.readouterr().out == "training barrier Lack of induction hindered the new workers.\n"


def test_processes_give_the_rows_of_one_process(tmp_path: Path) -> None:
    place = _review(tmp_path, {f"{n}.xml": jats(f"10.1000/{n}", f"Paper {n}", WORDS) for n in range(LEAST + 1)})
    terminal = Terminal(quiet=True)
    alone = tagged(place, terminal)
    shared = tagged(place, terminal, again=True, executor=understood("local:2"))
    assert shared.made == LEAST + 1
    assert shared.suggestions == alone.suggestions
    assert len(shared.every) == 3 * (LEAST + 1)


@pytest.mark.parametrize(
    ("executor", "code", "said"),
    [
        ("dask:4", 2, 'Error: --executor: "dask:4" is no executor. Write local:2 for two processes'),
        ("dask://127.0.0.1:1", 4, "Error: dask://127.0.0.1:1: no Dask scheduler answers there (Connection refused)."),
    ],
)
def test_executor_that_cannot_be_used_says_what_to_do(  # noqa: PLR0917
    narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executor: str, code: int, said: str
) -> None:
    monkeypatch.setattr(workers, "find_spec", str)
    ran = narragraph("tag", str(_review(tmp_path)), "--executor", executor)
    assert (ran.code, ran.err.count("\n")) == (code, 1)
    assert said in ran.err
    assert not list(tmp_path.rglob("*.parquet"))


def test_shards_are_counted_and_a_damaged_one_is_made_again(narragraph: Here, tmp_path: Path) -> None:
    place = str(_review(tmp_path, {f"{n}.xml": jats(f"10.1000/{n}", f"Paper {n}", WORDS) for n in range(3)}))

    def counted(*more: str) -> list[int]:
        ran = narragraph("tag", place, "--json", *more)
        told.append(ran.err)
        said = json.loads(ran.out)
        names = ("texts_tagged_now", "shards_made", "shards_kept", "shards_damaged", "suggestions")
        return [said[name] for name in names]

    told: list[str] = []
    assert counted("--shard-size", "2") == [3, 2, 0, 0, 9]
    damaged = min((tmp_path / ".narragraph" / "suggestions").glob("*.parquet"), key=lambda file: file.stat().st_size)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert counted() == [1, 1, 1, 1, 9]
    assert told[-1].splitlines()[0] == (
        f"Note: .narragraph/suggestions/{damaged.name}: its bytes are not the ones that were written. "
        "Its name ends in .damaged now; its texts are tagged again."
    )
    assert counted() == [0, 0, 2, 0, 9]


def test_interrupted_run_keeps_its_shards_and_goes_on(
    narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(_review(tmp_path, {f"{n}.xml": jats(f"10.1000/{n}", f"Paper {n}", WORDS) for n in range(5)}))
    write, written = suggestion_file.write_shard, []

    def interrupted(folder: Path, shard: TaggedShard) -> Path:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(write(folder, shard))
        return written[-1]

    monkeypatch.setattr(suggestion_file, "write_shard", interrupted)
    ran = narragraph("tag", place, "--shard-size", "1")
    assert (ran.code, ran.out, ran.err) == (130, "", "Interrupted.\n")
    assert sorted((tmp_path / ".narragraph" / "suggestions").iterdir()) == sorted(written)
    monkeypatch.undo()
    said = json.loads(narragraph("tag", place, "--json").out)
    assert (said["texts_tagged_now"], said["shards_kept"], said["suggestions"]) == (3, 2, 15)


def test_text_that_cannot_be_tagged_is_named_and_the_others_are_tagged(
    narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _review(tmp_path, {f"{n}.xml": jats(f"10.1000/{n}", f"Paper {n}", WORDS) for n in "ab"})
    whole = candidates.suggestions_of_all

    def failing(papers: Sequence[PaperText], words: Vocabulary) -> list[tuple[PaperText, list[Suggestion]]]:
        if any(paper.path.endswith("b.xml") for paper in papers):
            raise ValueError("a defect")
        return list(whole(papers, words))

    monkeypatch.setattr(candidates, "suggestions_of_all", failing)
    ran = narragraph("tag", str(place))
    assert ran.code == 3
    assert "texts/b.xml: it could not be tagged (ValueError: a defect)." in ran.err
    assert "suggestions   3" in ran.out
    monkeypatch.undo()
    monkeypatch.setenv("NARRAGRAPH_BUFFER_POOL_MB", "64")
    assert json.loads(narragraph("tag", str(place), "--json").out)["texts_tagged_now"] == 1
