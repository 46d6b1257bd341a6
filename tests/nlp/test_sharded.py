"""Texts shared among processes: one that fails costs only itself. That the rows are the same: tests/cli."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tagging_workers import dies_of_some

from graph.documents import PaperText
from graph.suggestions import Suggestion
from ingest.texts.abstract import abstract_text
from nlp import candidates
from nlp.candidates import suggestions_of_all
from nlp.sharded import SHARD, outcomes, tag_shard
from nlp.vocabulary import InfluenceWords, Vocabulary, vocabulary

WORDS = vocabulary([InfluenceWords("training", "Training"), InfluenceWords("pay", "Fair pay")])


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


@pytest.mark.fault("a tagging process that dies")
def test_process_that_ends_costs_only_the_text_that_ended_it() -> None:
    papers = _papers(2 * SHARD, deadly=(3,))
    done = {one.path: one for one in outcomes(papers, WORDS, 2, work=dies_of_some)}
    assert {path for path, one in done.items() if one.problem} == {"texts/deadly3.txt"}
    assert "ended without an answer" in str(done["texts/deadly3.txt"].problem)
    assert len(done) == len(papers)


def test_error_in_a_text_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(papers: Sequence[PaperText], words: Vocabulary) -> list[tuple[PaperText, list[Suggestion]]]:
        if any("deadly" in paper.path for paper in papers):
            raise RecursionError("too deep")
        return list(suggestions_of_all(papers, words))

    monkeypatch.setattr(candidates, "suggestions_of_all", failing)
    done = tag_shard(_papers(3, deadly=(1,)), WORDS)
    assert [one.problem for one in done] == [None, "it could not be tagged (RecursionError: too deep).", None]
    assert [len(one.suggestions) for one in done] == [2, 0, 2]
