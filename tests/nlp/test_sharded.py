"""Texts in shards: the same rows whatever the shards, the order and who tags them; a text that fails costs itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import two_columns
from tagging_workers import answers_of_others, dies_of_some, ends, fails

from graph.documents import PaperText
from graph.errors import ConfigError, WorkersUnavailable
from graph.suggestions import Suggestion
from ingest.texts.abstract import abstract_text
from ingest.texts.read import text_of
from nlp import candidates, sharded, workers
from nlp.candidates import suggestions_of, suggestions_of_all
from nlp.sharded import LEAST, MOST, MOST_CHARACTERS, Done, Work, cut, tagged_shards
from nlp.shards import OtherVersions, packed, suggestions_in, tag_shard, tag_texts, unpacked
from nlp.versions import text_key, versions
from nlp.vocabulary import InfluenceWords, Vocabulary, vocabulary
from nlp.workers import Spelled, Workers, reach, understood

WORDS = vocabulary([InfluenceWords("training", "Training"), InfluenceWords("pay", "Fair pay")])
Found = dict[str, tuple[Suggestion, ...]]


def _papers(many: int, *, deadly: Sequence[int] = ()) -> list[PaperText]:
    return [
        PaperText(
            f"paper:{number}",
            f"texts/{'deadly' if number in deadly else 'plain'}{number}.txt",
            "0" * 64,
            abstract_text(f"Lack of training hindered {number} workers. Fair pay helped.", language="en"),
        )
        for number in range(many)
    ]


def _found(done: Iterable[Done]) -> Found:
    """All suggestions by key; every answer must also be what its file holds."""
    every: Found = {}
    for one in done:
        assert one.shard is not None
        assert suggestions_in(one.shard.content)[1] == one.found
        assert not set(one.found) & set(every)
        every |= one.found
    return every


def _alone(papers: Sequence[PaperText]) -> Found:
    return {text_key(paper, WORDS): tuple(suggestions_of(paper, WORDS)) for paper in papers}


@settings(max_examples=12)
@given(order=st.permutations(range(7)), size=st.integers(1, 9))
def test_order_and_size_of_shards_are_nothing_to_the_rows(order: list[int], size: int) -> None:
    papers = [_papers(7)[number] for number in order]
    shards = cut(papers, WORDS, size)
    assert [key for shard in shards for key in shard] == [text_key(paper, WORDS) for paper in papers]
    assert {len(shard) for shard in shards[:-1]} <= {size}
    assert _found(tagged_shards(shards, WORDS)) == _alone(papers)


def test_shards_grow_with_the_texts_and_end_where_a_worker_has_enough() -> None:
    (paper,) = _papers(1)
    assert [len(shard) for shard in cut(_papers(2 * LEAST + 1), WORDS)] == [LEAST, LEAST, 1]
    many = [replace(paper, path=str(number)) for number in range(2_500)]
    assert [len(shard) for shard in cut(many, WORDS)] == [25] * 100
    assert [len(shard) for shard in cut(many, WORDS, MOST)] == [MOST, MOST, 500]
    long = replace(paper.text, text="x" * (MOST_CHARACTERS - 1))
    assert [len(shard) for shard in cut([replace(one, text=long) for one in _papers(5)], WORDS)] == [2, 2, 1]
    assert cut([], WORDS) == []


TABLE = (
    "<article><front><article-meta><title-group><article-title>Pay</article-title></title-group></article-meta></front>"
    "<body><sec><title>Results</title><p>Training helped <xref ref-type='bibr' rid='r1'>1</xref> in Uganda.</p>"
    "<table-wrap><table><tr><td>Lack of training</td><td>Fair pay was low</td></tr></table></table-wrap></sec></body>"
    "<back><ref-list><ref id='r1'><mixed-citation>Training</mixed-citation></ref></ref-list></back></article>"
)


def test_texts_travel_with_all_that_tagging_reads() -> None:
    half = abstract_text("Training \ud83d helped.\nFair pay \u05d0 did not.", title="T", language="en")
    pages = two_columns([("Results", True), *[("Lack of training hindered the workers. " * 3, False)] * 3])
    texts = [text_of(TABLE.encode(), "a.xml"), half, text_of(pages, "b.pdf")]
    papers = {}
    for number, text in enumerate(texts):
        paper = PaperText(f"paper:{number}", f"texts/\udce9{number}", "0" * 64, text)
        papers[text_key(paper, WORDS)] = paper
    arrived = unpacked(packed(papers), WORDS)
    assert list(arrived) == sorted(papers)
    for key, paper in papers.items():
        assert suggestions_of(arrived[key], WORDS) == suggestions_of(paper, WORDS)
        assert not arrived[key].text.runs
    content = tag_shard(packed(papers), WORDS, versions()).content
    assert suggestions_in(content)[1] == _alone(list(papers.values()))
    places = [one.anchor.page for found in _alone(list(papers.values())).values() for one in found]
    assert {None, 1} == set(places)


def test_worker_refuses_other_versions_and_texts_that_were_changed_on_the_way() -> None:
    papers = {text_key(paper, WORDS): paper for paper in _papers(2)}
    with pytest.raises(OtherVersions) as met:
        tag_shard(packed(papers), WORDS, replace(versions(), rules="0.9"))
    assert (met.value.here, met.value.wanted.rules) == (versions(), "0.9")
    with pytest.raises(ValueError, match="is not the text that was sent"):
        tag_shard(packed(dict(zip(papers, reversed(papers.values()), strict=True))), WORDS, versions())
    with pytest.raises(ValueError, match="cannot be read as Parquet"):
        tag_shard(packed(papers)[:-9], WORDS, versions())


def test_process_that_ends_costs_only_the_text_that_ended_it() -> None:
    papers = _papers(6, deadly=(1,))
    done = list(tagged_shards(cut(papers, WORDS, 3), WORDS, understood("local:2"), work=dies_of_some))
    (problem,) = (one for shard in done for one in shard.problems)
    assert problem.path == "texts/deadly1.txt"
    assert "ended without an answer" in str(problem.problem)
    assert sum(len(shard.found) for shard in done) == len(papers) - 1


@contextmanager
def _threads(executor: Spelled) -> Iterator[Workers]:
    """Workers that need no time to begin."""
    with ThreadPoolExecutor(executor.processes) as pool:
        yield Workers(pool, 2, (BrokenExecutor,), bool)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (fails, "local:2: a worker could not do its work (ImportError: No module named 'spacy'). Is the same"),
        (answers_of_others, "(ValueError: it is about other texts than were sent)"),
        (ends, "its workers end over every text they are given."),
    ],
)
def test_worker_that_cannot_work_is_told(monkeypatch: pytest.MonkeyPatch, work: Work, said: str) -> None:
    monkeypatch.setattr(sharded, "open_workers", _threads)
    with pytest.raises(WorkersUnavailable) as met:
        list(tagged_shards(cut(_papers(20), WORDS, 9), WORDS, understood("local:2"), work=work))
    assert said in str(met.value)
    assert "What was finished is kept: run the command again." in str(met.value)


def test_error_in_a_text_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(papers: Sequence[PaperText], words: Vocabulary) -> list[tuple[PaperText, list[Suggestion]]]:
        if any("deadly" in paper.path for paper in papers):
            raise RecursionError("too deep")
        return list(suggestions_of_all(papers, words))

    monkeypatch.setattr(candidates, "suggestions_of_all", failing)
    done = tag_texts(_papers(3, deadly=(1,)), WORDS)
    assert [one.problem for one in done] == [None, "it could not be tagged (RecursionError: too deep).", None]
    assert [len(one.suggestions) for one in done] == [2, 0, 2]


GOOD: Mapping[str, Spelled] = {
    "local:1": Spelled("local:1", processes=1),
    " local:12 ": Spelled("local:12", processes=12),
    "dask://127.0.0.1:8786": Spelled("dask://127.0.0.1:8786", host="127.0.0.1", port=8786),
    "dask://scheduler.example.org:1/": Spelled("dask://scheduler.example.org:1/", host="scheduler.example.org", port=1),
    "dask://[::1]:8786": Spelled("dask://[::1]:8786", host="::1", port=8786),
}
BAD = [
    *("", "local", "local:0", "local:100", "local:-1", "local:2x", "2", "dask:4", "dask://", "dask://host"),
    *("dask://host:0", "dask://host:65536", "dask://host:", "dask://:8786", "dask://a b:1", "dask://u@host:1"),
    *("dask://::1:8786", "tcp://host:8786", "dask://host:8786/x", "DASK://host:1", "dask://host:\u0661"),
]


@pytest.mark.parametrize("text", GOOD)
def test_executor_is_understood(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "find_spec", str)
    assert understood(text) == GOOD[text]


@pytest.mark.parametrize("text", BAD)
def test_executor_that_there_is_not_says_what_to_write(text: str) -> None:
    with pytest.raises(ConfigError, match=r"is no executor\. Write local:2 .* or dask://HOST:PORT"):
        understood(text)


def test_dask_that_is_not_installed_and_a_scheduler_that_is_not_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "find_spec", str)
    with pytest.raises(WorkersUnavailable, match=r"^dask://127\.0\.0\.1:1: no Dask scheduler answers there"):
        reach(understood("dask://127.0.0.1:1"))
    with pytest.raises(WorkersUnavailable, match=r"no Dask scheduler answers there"):
        reach(understood("dask://no-such-host.invalid:1"))
    monkeypatch.setattr(workers, "find_spec", dict[str, object]().get)
    with pytest.raises(ConfigError, match=r"needs the optional extra `scale`\. In the checkout: python -m pip install"):
        understood("dask://127.0.0.1:1")
