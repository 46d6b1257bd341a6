"""From text to suggestions: quotes at their place, one a sentence and influence, and what is never a passage."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp
from graph.documents import (
    Block,
    BlockKind,
    Cell,
    Citation,
    PaperText,
    Section,
    StoredText,
    Table,
    TextFormat,
    text_sha256,
)
from graph.model import Assertion, Direction
from graph.suggestions import Band, Nearness, Suggestion
from graph.terms import Strength, Term
from nlp import candidates, scoring
from nlp.candidates import suggestions_of, suggestions_of_all
from nlp.flat import flat
from nlp.vocabulary import InfluenceWords, vocabulary

WORDS = vocabulary(
    [InfluenceWords(id_, name) for id_, name in (("t1", "Training"), ("f1", "Funding"))],
    [Term("t1", "course", strength=Strength.WEAK), Term("f1", "role clarity"), Term("t1", "formation", "fr")],
)


def stored(*parts: tuple[BlockKind, Section, str], language: str | None = "en") -> StoredText:
    text, blocks = "", []
    for kind, section, words in parts:
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{words}" if text else words
        blocks.append(Block(kind, section, "Heading", language, start, start + len(words), None, ""))
    return StoredText(text, text_sha256(text), TextFormat.TXT, tuple(blocks), ())


def paper(text: StoredText) -> PaperText:
    return PaperText("paper:a", "texts/a.txt", "0" * 64, text)


def told(*parts: tuple[BlockKind, Section, str], language: str | None = "en") -> list[Suggestion]:
    return suggestions_of(paper(stored(*parts, language=language)), WORDS)


P, R = BlockKind.PARAGRAPH, Section.RESULTS


def test_propose_gives_each_influence_of_a_sentence_its_direction() -> None:
    found = nlp.propose("Peers came. Although training was rated highly, funding was a barrier.", WORDS)
    assert [(one.influence_id, one.direction) for one in found] == [
        ("t1", Direction.FACILITATOR),
        ("f1", Direction.BARRIER),
    ]
    assert {one.quote for one in found} == {"Although training was rated highly, funding was a barrier."}
    assert all(one.band is Band.STRONG and one.score == 1.0 for one in found)


def test_mentions_of_one_influence_in_a_sentence_are_one_suggestion() -> None:
    (one,) = nlp.propose("Training was a facilitator on the wards; training was a barrier in the clinic.", WORDS)
    assert one.direction is Direction.MIXED
    assert one.reasons[0].rule == "mentions_disagree"
    assert [reason.said for reason in one.reasons if reason.rule == "term:Training"] == ["Training", "training"]


def test_reasons_and_mentions_point_at_their_words() -> None:
    text = "Peers left.\n\n  Lack of\n   training  hindered 23 peer\tworkers in Uganda."
    (one,) = nlp.propose(text, WORDS)
    assert one.quote == text[one.char_start : one.char_end] == text.split("\n\n")[1].strip()
    assert text[slice(*one.mention)] == "training"
    for said in (*one.reasons, *one.context):
        assert said.char_start is not None
        assert text[said.char_start : said.char_end].split() == said.said.split()
    assert one.direction is Direction.BARRIER
    assert {(near.kind, near.value, near.near) for near in one.context} == {
        ("country", "UG", Nearness.SENTENCE),
        ("population", "peer workers", Nearness.SENTENCE),
        ("sample", "23 peer workers", Nearness.SENTENCE),
    }


def test_a_line_end_parts_no_term() -> None:
    (one,) = told((P, R, "They asked for role\nclarity and  got none."))
    assert one.anchor.quote == "They asked for role\nclarity and  got none."
    assert one.influence_id == "f1"


def test_titles_headings_and_references_are_no_passages() -> None:
    kinds = [(BlockKind.TITLE, Section.OTHER), (BlockKind.HEADING, R), (P, Section.REFERENCES)]
    assert told(*((kind, section, "Training helped.") for kind, section in kinds)) == []


def test_a_suggestion_never_crosses_a_block() -> None:
    found = told((P, R, "They wanted role"), (P, R, "clarity. Training helped"), (P, R, "and funding did."))
    assert [(one.anchor.quote, one.influence_id) for one in found] == [
        ("Training helped", "t1"),
        ("and funding did.", "f1"),
    ]


@pytest.mark.parametrize("known", [True, False], ids=["cells known", "rows and tabs"])
def test_every_cell_of_a_table_is_a_passage(known: bool) -> None:
    rows = "Theme\tSaid\nTraining\tIt helped. Funding did not.\n\t12"
    text = stored((BlockKind.TABLE, R, rows))
    if known:
        starts = [0, 6, 11, 20]
        ends = [5, 10, 19, rows.index("\n\t")]
        cells = [Cell(at // 2, at % 2, 1, 1, at < 2, s, e) for at, (s, e) in enumerate(zip(starts, ends, strict=True))]
        text = StoredText(**{**vars(text), "tables": (Table(0, len(rows), tuple(cells)),)})
    found = suggestions_of(paper(text), WORDS)
    assert [one.anchor.quote for one in found] == ["Training", "It helped. Funding did not."]


def test_context_comes_from_the_sentence_else_the_block_else_the_paper() -> None:
    found = told(
        (BlockKind.TITLE, Section.OTHER, "Peer work in Kenya"),
        (P, Section.METHODS, "We worked in Uganda, in primary care."),
        (P, R, "Training helped on inpatient wards. Funding came late."),
    )
    near = {(one.influence_id, said.kind): (said.value, said.near) for one in found for said in one.context}
    assert near["t1", "country"] == near["f1", "country"] == ("KE", Nearness.PAPER)
    assert near["t1", "setting"] == ("inpatient", Nearness.SENTENCE)
    assert near["f1", "setting"] == ("inpatient", Nearness.BLOCK)


def test_paper_level_settings_are_those_of_the_methods_when_nothing_nearer_tells() -> None:
    (one,) = told((P, Section.METHODS, "We worked in primary care."), (P, R, "Training helped."))
    assert [(said.value, said.near) for said in one.context] == [("primary care", Nearness.PAPER)]


def test_citation_marks_are_told_to_the_splitter_and_to_the_assertion() -> None:
    text = stored((P, R, "Elsewhere training helped in 2012.43 Funding was a barrier here."))
    cited = StoredText(**{**vars(text), "citations": (Citation(34, 36, ("r43",)),)})
    quotes = [one.anchor.quote for one in suggestions_of(paper(cited), WORDS)]
    assert quotes == ["Elsewhere training helped in 2012.43", "Funding was a barrier here."]
    assert len({one.anchor.quote for one in suggestions_of(paper(text), WORDS)}) == 1
    assert suggestions_of(paper(cited), WORDS)[0].assertion is Assertion.BACKGROUND


def test_a_language_without_cues_has_no_direction_and_says_so() -> None:
    (one,) = told((P, R, "La formation \u00e9tait un obstacle."), language="fr")
    assert (one.direction, one.band, one.language) == (Direction.UNCLEAR, Band.MEDIUM, "fr")
    assert one.reasons[0].rule == "no-cues:fr"


@pytest.mark.parametrize("language", [None, "nl", "zxx"])
def test_an_unknown_language_stays_unknown(language: str | None) -> None:
    (one,) = told((P, R, "Training was a barrier."), language=language)
    assert (one.direction, one.language) == (Direction.UNCLEAR, language)


def test_scores_follow_words_direction_assertion_and_section() -> None:
    def score(text: str, section: Section = R) -> float:
        (one,) = told((P, section, text))
        return one.score

    best = score("Training was a barrier.")
    assert best == 1.0
    assert (
        score("Training was a barrier.", Section.ABSTRACT)
        == score("Training was a barrier.", Section.DISCUSSION)
        == 0.8
    )
    assert score("Training was a barrier.", Section.BACKGROUND) == 0.3
    assert score("Training was a barrier.", Section.METHODS) == 0.2
    assert score("The course was a barrier.") == 0.6
    assert score("Trained people were a barrier.") == 0.4
    assert score("There was training.") == 0.5
    assert score("Training should be a facilitator.") < 0.5


@given(
    st.sampled_from([scoring.STRONG_WORDS, scoring.WEAK_WORDS, scoring.STEMS]),
    st.sampled_from(list(Direction)),
    st.sampled_from(list(Assertion)),
    st.sampled_from(list(Section)),
    st.booleans(),
)
def test_scores_lie_between_nought_and_one_and_weak_words_are_never_strong(
    words: float, direction: Direction, assertion: Assertion, section: Section, firm: bool
) -> None:
    assert 0 <= scoring.score(words, direction, assertion, section, firm=firm) <= 1
    band = scoring.band(words, direction, assertion, firm=firm, read=True)
    if words < scoring.STRONG_WORDS or direction is Direction.UNCLEAR or assertion is Assertion.RECOMMENDATION:
        assert band is not Band.STRONG


def test_ids_are_of_the_passage_and_the_influence() -> None:
    first = told((P, R, "Training and funding helped. Training helped."))
    assert len({one.id for one in first}) == len(first) == 3
    assert [one.id for one in told((P, R, "Training and funding helped. Training helped."))] == [
        one.id for one in first
    ]


def test_many_papers_are_tagged_alike_with_and_without_forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [stored((P, R, f"Training number{n} helped word{n}. Funding{n} was late.")) for n in range(40)]
    papers = [PaperText(f"paper:{n}", "a", "0" * 64, text) for n, text in enumerate(texts)]
    kept = list(suggestions_of_all(papers, WORDS))
    monkeypatch.setattr(candidates, "MOST_WORDS", 0)
    assert list(suggestions_of_all(papers, WORDS)) == kept
    assert [one.paper_id for one, _ in kept] == [one.paper_id for one in papers]
    assert all(found for _, found in kept)


WHITE = st.text(alphabet=" \n\t\u00a0ab.", max_size=40)


@given(WHITE)
def test_a_flattened_text_knows_where_it_came_from(text: str) -> None:
    one = flat(text)
    for at, character in enumerate(one.text):
        if not character.isspace():
            assert text[one.back(at)] == character
            assert one.forth(one.back(at)) == at
    assert "".join(one.text.split()) == "".join(text.split())
    assert not [1 for a, b in itertools.pairwise(one.text) if a == b == " "]
