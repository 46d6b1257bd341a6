"""Which words are looked for, in which spellings, and what is said of words that are not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import InfluenceStatus
from graph.terms import Strength, Term
from ingest.codebook import read_codebook
from ingest.problems import Problems
from nlp.variants import variants
from nlp.vocabulary import InfluenceWords, vocabulary

TRAINING = InfluenceWords("training", "Training")
ROLE = InfluenceWords("role-definition", "Clear roles")
OLD = InfluenceWords("old", "Old idea", InfluenceStatus.RETIRED)


def test_vocabulary_has_names_ids_and_terms_of_the_language() -> None:
    found = vocabulary(
        [TRAINING, ROLE, OLD],
        [Term("training", "cours", "fr"), Term("training", "course", "en-GB"), Term("old", "old words")],
    )
    assert [one.id for one in found.influences] == ["training", "role-definition"]
    assert {term.text for term in found.words("en")} == {"Training", "Clear roles", "role definition", "course"}
    assert {term.text for term in found.words("fr-CA")} == {"Training", "Clear roles", "role definition", "cours"}
    assert {"cours", "course"} <= {term.text for term in found.words("xx")}
    assert found.notes == ()


@pytest.mark.parametrize("id_", ["i07", "draft:some-words-1a2b3c", "t1"])
def test_vocabulary_takes_no_code_for_a_word(id_: str) -> None:
    assert [term.text for term in vocabulary([InfluenceWords(id_, "Training")]).words("en")] == ["Training"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("train.*", "plain words, not as patterns"),
        (r"\btrain\b", "plain words, not as patterns"),
        ("train*", "plain words, not as patterns"),
        ("(?:pay|wage)", "plain words, not as patterns"),
        ("colou?r", "plain words, not as patterns"),
        ("x", "a single letter"),
        ("\u05d0", "a single letter"),
        ("  ", "holds no word"),
        ("--", "holds no word"),
        ("the", "commonest words"),
    ],
)
def test_vocabulary_refuses_a_term_in_one_sentence_and_keeps_the_others(text: str, reason: str) -> None:
    found = vocabulary([TRAINING], [Term("training", text, row=3), Term("training", "course")])
    assert [term.text for term in found.terms] == ["course"]
    (note,) = found.notes
    assert note.startswith(f'terms.csv, row 3: "{text}" is not looked for: ')
    assert reason in note
    assert note.endswith(".")


@pytest.mark.parametrize("text", ["C++ skills", "R&D", "who pays?", "staff (non-peer)", "24/7 cover", "$ for training"])
def test_vocabulary_keeps_terms_that_only_look_odd(text: str) -> None:
    assert vocabulary([TRAINING], [Term("training", text)]).notes == ()


def test_vocabulary_notes_a_term_of_an_unknown_influence() -> None:
    (note,) = vocabulary([TRAINING], [Term("trainning", "course")]).notes
    assert note == '"course" is not looked for: trainning is no influence of the codebook.'


def test_vocabulary_keeps_a_term_of_two_influences_for_both_and_says_so() -> None:
    found = vocabulary(
        [TRAINING, ROLE], [Term("training", "induction", row=2), Term("role-definition", "Induction", row=9)]
    )
    assert {term.influence_id for term in found.terms} == {"training", "role-definition"}
    assert found.notes == (
        'terms.csv, row 9: "Induction" stands for training and role-definition: each sentence is suggested for all.',
    )


def test_version_changes_with_words_and_with_nothing_else() -> None:
    one = vocabulary([TRAINING, ROLE], [Term("training", "course", row=2), Term("training", "class")])
    same = vocabulary([ROLE, TRAINING], [Term("training", "class", row=5), Term("training", "course")])
    assert one.version == same.version
    others = [
        vocabulary([TRAINING], one.terms),
        vocabulary([TRAINING, ROLE], [*one.terms, Term("training", "x-ray")]),
        vocabulary([TRAINING, ROLE], [Term("training", "course", strength=Strength.WEAK), Term("training", "class")]),
        vocabulary([TRAINING, ROLE], [Term("training", "course", "en"), Term("training", "class")]),
    ]
    assert len({one.version, *(other.version for other in others)}) == 5


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("peer support", "en", {"peer-support", "peer supports"}),
        ("peer-support worker", "en", {"peer support worker", "peer-support workers"}),
        ("policy", "en", {"policies"}),
        ("attitudes", "en", {"attitude"}),
        ("organisational culture", "en", {"organizational culture", "organizational cultures"}),
        ("behavioral program", "en", {"behavioural programme"}),
        ("PSW", "en", {"PSWs"}),
        ("r\u00f4le", "fr", {"role", "ro\u0302le"}),
        ("l'\u00e9quipe", "fr", {"l\u2019\u00e9quipe"}),
        (
            "\u05d4\u05d3\u05e8\u05db\u05d4",
            "he",
            {"\u05d1\u05d4\u05d3\u05e8\u05db\u05d4", "\u05d5\u05d4\u05d3\u05e8\u05db\u05d4"},
        ),
        ("mfanyakazi", "sw", {"wafanyakazi"}),
        ("wafanyakazi", "sw", {"mfanyakazi"}),
    ],
)
def test_variants_of_a_term(text: str, language: str, wanted: set[str]) -> None:
    assert wanted <= set(variants(text, language))


@pytest.mark.parametrize(
    ("text", "language", "unwanted"),
    [
        ("supervision", "en", "supervizion"),
        ("supervised", "en", "supervized"),
        ("training", "en", "trainings-"),
        ("mwaka", "sw", "wawaka"),
        ("business", "en", "busines"),
        ("Schulung", "de", "Schulungs"),
    ],
)
def test_variants_are_only_regular_ones(text: str, language: str, unwanted: str) -> None:
    assert unwanted not in variants(text, language)


@given(st.text(min_size=1, max_size=30), st.sampled_from(["en", "fr", "de", "es", "he", "sw", "lg", "xx"]))
def test_variants_begin_with_the_term_and_repeat_nothing(text: str, language: str) -> None:
    found = variants(text, language)
    assert len(found) == len(set(found))
    assert len(found) < 500
    assert all(found)


def test_codebook_gives_its_terms_and_names_a_bad_strength(tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text("influence_id,name\ntraining,Training\n", encoding="utf-8")
    rows = [
        "influence_id,language,term,strength",
        "training,en,course,",
        "training,,class,Weak",
        "training,en,skill,stong",
    ]
    (tmp_path / "terms.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    problems = Problems()
    codebook, _ = read_codebook(tmp_path, problems)
    assert codebook.terms == (
        Term("training", "course", "en", Strength.STRONG, 2),
        Term("training", "class", None, Strength.WEAK, 3),
    )
    (error,) = problems.errors
    assert str(error) == 'terms.csv, row 4: the strength "stong" is not strong or weak. Did you mean "strong"?'
    assert vocabulary(codebook.influences.values(), codebook.terms).notes == ()


def test_importing_the_room_loads_no_heavy_library() -> None:
    program = "import sys, nlp; print('spacy' in sys.modules); nlp.propose; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_id_of_one_word_is_weak_unless_it_is_the_name_or_listed() -> None:
    staff = InfluenceWords("staff", "Staff willingness")
    strength = {term.text: term.strength for term in vocabulary([staff, TRAINING]).words("en")}
    assert strength["staff"] is Strength.WEAK
    assert strength["Staff willingness"] is strength["Training"] is Strength.STRONG
    listed = vocabulary([staff], [Term("staff", "staff")]).words("en")
    assert {term.text: term.strength for term in listed}["staff"] is Strength.STRONG
    roles = vocabulary([InfluenceWords("role-definition", "Clear roles")]).words("en")
    assert {term.text: term.strength for term in roles}["role definition"] is Strength.STRONG
