"""Influences suggested for the phrases of tables, against 200 phrases that a reader gave to themes."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from graph.ids import fold
from graph.terms import Strength, Term
from nlp.phrases import suggest_for_phrases
from nlp.vocabulary import InfluenceWords, Vocabulary, vocabulary

HOME = Path(__file__).parents[1] / "data" / "telemedicine_themes"


def _records(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def themes() -> Vocabulary:
    influences = [InfluenceWords(row["influence_id"], row["name"]) for row in _records(HOME / "codebook.csv")]
    terms = [
        Term(row["influence_id"], row["term"], row["language"], Strength(row["strength"]))
        for row in _records(HOME / "terms.csv")
    ]
    return vocabulary(influences, terms)


def _phrases(data_dir: Path) -> dict[str, str]:
    """SHA-256 -> phrase, both cells of every review, folded."""
    rows = _records(data_dir / "telemedicine_umbrella" / "reviews.csv")
    lines = (line for row in rows for column in ("Barriers", "Facilitators") for line in row[column].split("\n"))
    phrases = {fold(line) for line in lines if line.strip()}
    return {hashlib.sha256(phrase.encode()).hexdigest(): phrase for phrase in phrases}


def test_longer_match_comes_first_and_says_why(themes: Vocabulary) -> None:
    found = suggest_for_phrases(["Integration with the electronic health record, at low cost"], themes)
    (suggested,) = found.values()
    assert [one.influence_id for one in suggested] == ["workflow", "costs-funding"]
    assert suggested[0].score > suggested[1].score
    assert {reason.said.casefold() for reason in suggested[0].reasons} <= {"integration", "electronic health record"}


def test_phrase_without_a_known_word_gets_no_suggestion(themes: Vocabulary) -> None:
    assert suggest_for_phrases(["Rain on Mondays", ""], themes) == {"Rain on Mondays": (), "": ()}


def test_suggestions_are_the_same_in_any_order(themes: Vocabulary) -> None:
    phrases = ["poor internet", "language and cultural differences", "training of staff"]
    assert suggest_for_phrases(phrases, themes) == suggest_for_phrases(phrases[::-1], themes)


@pytest.mark.data
def test_labelled_phrases_get_the_theme_a_reader_gave_them(data_dir: Path, themes: Vocabulary) -> None:
    """Measured when written: held out 69 of 100 suggested, 61 of them right; with the terms in view 94 and 91."""
    phrases, labels = _phrases(data_dir), _records(HOME / "labels.csv")
    assert len(labels) == 200
    assert {label["phrase_sha256"] for label in labels} <= set(phrases)
    suggested = suggest_for_phrases(phrases.values(), themes)
    got, right = {"terms_seen": 0, "held_out": 0}, {"terms_seen": 0, "held_out": 0}
    for label in labels:
        first = suggested[phrases[label["phrase_sha256"]]][:1]
        got[label["half"]] += len(first)
        right[label["half"]] += sum(one.influence_id in label["themes"].split("|") for one in first)
    assert got["held_out"] >= 65
    assert right["held_out"] / got["held_out"] >= 0.85
    assert right["terms_seen"] >= 88
