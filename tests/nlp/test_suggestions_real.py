"""Thirty real articles: every quote, mention and reason stands in the source, letter by letter."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.documents import BlockKind, PaperText, Section, block_at, sources
from graph.suggestions import Nearness, Suggestion
from graph.terms import Strength
from ingest.codebook import read_codebook
from ingest.problems import Problems
from ingest.texts.read import read_text
from ingest.texts.trees import parse_xml
from nlp.candidates import suggestions_of_all
from nlp.pipeline import pipeline
from nlp.stretches import passages_of
from nlp.vocabulary import Vocabulary, vocabulary

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def words(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder, here = tmp_path_factory.mktemp("review"), repo / "tests" / "data" / "tagging"
    (folder / "codebook.csv").write_bytes((here / "influences.csv").read_bytes())
    (folder / "terms.csv").write_bytes((here / "terms.csv").read_bytes())
    problems = Problems()
    codebook, _ = read_codebook(folder, problems)
    assert not problems.errors
    made = vocabulary(codebook.influences.values(), codebook.terms)
    assert not made.notes
    return made


@pytest.fixture(scope="module")
def papers(data_dir: Path) -> list[PaperText]:
    files = sorted((data_dir / "jats_bjpsych").glob("*.xml"))
    return [PaperText(f"paper:{file.stem}", file.name, "0" * 64, read_text(file, file.name)) for file in files]


@pytest.fixture(scope="module")
def tagged(papers: list[PaperText], words: Vocabulary) -> list[tuple[PaperText, list[Suggestion]]]:
    return list(suggestions_of_all(papers, words))


def test_every_character_of_a_quote_stands_at_its_anchor_in_the_source(
    data_dir: Path, tagged: list[tuple[PaperText, list[Suggestion]]]
) -> None:
    checked = 0
    for paper, suggestions in tagged:
        root = parse_xml((data_dir / "jats_bjpsych" / paper.path).read_bytes(), paper.path)
        for anchor in {one.anchor for one in suggestions}:
            quote = ""
            at = anchor.char_start
            for run in sources(paper.text, anchor.char_start, anchor.char_end):
                assert not paper.text.text[at : run.char_start].strip(), "what is not in the source is only white space"
                quote += paper.text.text[at : run.char_start]
                (node,) = root.xpath(run.where)
                quote += str(node)[run.source_start : run.source_start + run.char_end - run.char_start]
                at = run.char_end
            assert quote == anchor.quote
            checked += len(quote)
    assert checked > 50_000


def test_mentions_reasons_and_context_stand_where_they_say(tagged: list[tuple[PaperText, list[Suggestion]]]) -> None:
    for paper, suggestions in tagged:
        text = paper.text.text
        for one in suggestions:
            assert one.mention is not None
            assert one.anchor.char_start <= one.mention[0] < one.mention[1] <= one.anchor.char_end
            for said in (*one.reasons, *one.context):
                if said.char_start is not None:
                    assert text[said.char_start : said.char_end].split() == said.said.split()
            for near in one.context:
                inside = one.anchor.char_start <= near.char_start < one.anchor.char_end
                assert inside == (near.near is Nearness.SENTENCE) or near.near is Nearness.PAPER


def test_passages_lie_in_one_block_that_is_tagged(tagged: list[tuple[PaperText, list[Suggestion]]]) -> None:
    for paper, suggestions in tagged:
        for one in suggestions:
            block = block_at(paper.text, one.anchor.char_start)
            assert block is not None
            assert one.anchor.char_end <= block.char_end
            assert block.kind not in {BlockKind.TITLE, BlockKind.HEADING}
            assert block.section is not Section.REFERENCES


def test_no_strong_word_is_missed(papers: list[PaperText], words: Vocabulary, tagged: object) -> None:
    """Read another way: every plain occurrence of a strong term, as a word, is in a suggestion of its influence."""
    import re

    found = {paper.paper_id: suggestions for paper, suggestions in tagged}  # type: ignore[attr-defined]
    strong = [term for term in words.terms if term.strength is Strength.STRONG]
    checked = 0
    for paper in papers:
        for passage in passages_of(paper.text):
            if passage.is_title:
                continue
            for term in strong:
                for hit in re.finditer(rf"(?<![\w'’-]){re.escape(term.text)}(?![\w'’-])", passage.text, re.IGNORECASE):
                    at = passage.char_start + hit.start()
                    assert any(
                        one.influence_id == term.influence_id and one.anchor.char_start <= at < one.anchor.char_end
                        for one in found[paper.paper_id]
                    ), passage.text[max(0, hit.start() - 60) : hit.end() + 60]
                    checked += 1
    assert checked > 200


def test_figures_of_tagging_are_in_their_bounds(
    papers: list[PaperText], tagged: list[tuple[PaperText, list[Suggestion]]], record_property: object
) -> None:
    every = [one for _, suggestions in tagged for one in suggestions]
    assert len({one.id for one in every}) == len(every)
    number = sum(len(passage.text.split()) for paper in papers for passage in passages_of(paper.text))
    per_thousand = 1000 * len(every) / number
    bands = Counter(one.band.value for one in every)
    record_property("suggestions per 1,000 words", round(per_thousand, 2))  # type: ignore[operator]
    assert 3 < per_thousand < 20, (per_thousand, bands)
    assert bands["strong"] < bands["weak"], "the articles are about something else"
    assert 0 < sum(1 for one in every if one.same_as) < 0.1 * len(every)
    assert {one.language for one in every} == {"en"}


def test_blocks_that_are_left_out_unread_hold_nothing(papers: list[PaperText], words: Vocabulary) -> None:
    made = pipeline(words, "en")
    texts = [passage.text for paper in papers for passage in passages_of(paper.text)]
    left_out = [text for text in texts if made.get_pipe("influence_mentions").foreseen(text) is None]  # type: ignore[attr-defined]
    assert len(left_out) > 0.3 * len(texts)
    assert not [text for text in left_out if len(made(text).spans["influence"])]


def test_every_word_of_the_articles_is_in_one_sentence(papers: list[PaperText], words: Vocabulary) -> None:
    from nlp.sentences import sentence_bounds

    made = pipeline(words, "en")
    for paper in papers[:5]:
        for passage in passages_of(paper.text):
            doc = made(passage.text)
            starts = [sentence[0].idx for sentence in doc.sents]
            assert starts == [start for start, _ in sentence_bounds(passage.text)] or passage.text[:1].isspace()
