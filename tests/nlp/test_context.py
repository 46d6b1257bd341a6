"""Countries, settings, populations and samples around a claim, and people who are called like a country."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from babel import Locale

import nlp.context as context_module
from nlp.context import words_of
from nlp.countries import places
from nlp.languages import LANGUAGES
from nlp.pipeline import pipeline
from nlp.vocabulary import InfluenceWords, vocabulary

NONE = vocabulary([InfluenceWords("training", "Training")])


def named(text: str, kind: str, language: str = "en") -> list[str]:
    doc = pipeline(NONE, language)(text)
    return [span.id_ for span in doc.spans["context"] if span.label_ == kind]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Peers worked in Uganda and the United Kingdom.", ["UG", "GB"]),
        ("Sites in the UK, the USA and the U.S. took part.", ["GB", "US", "US"]),
        ("It was a study in Papua New Guinea.", ["PG"]),
        ("Wards in London and Kampala differed.", ["GB", "UG"]),
        ("British services and South African clinics differed.", ["GB", "ZA"]),
        ("It began in Jordan.", ["JO"]),
        ("Clinics from Georgia took part.", ["GE"]),
        ("In Georgia, Medicaid paid for peers.", []),
        ("Jordan said that it helped.", []),
        ("Chad and Georgia led the team.", []),
        ("Jordan et al. (2011) and Chad (2012) disagree.", []),
        ("Dr Israel led it.", []),
        ("Sites in New Mexico closed.", []),
        ("The British Journal of Psychiatry said so.", []),
        ("The American Psychological Association said so.", []),
        ("African American peers were hired.", []),
        ("It was translated into German.", []),
        ("French language skills were needed.", []),
        ("They asked us.", []),
    ],
)
def test_countries_are_told_from_what_is_called_like_them(text: str, codes: list[str]) -> None:
    assert named(text, "country") == codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_cldr_is_known_in_every_language(language: str) -> None:
    known = {place.words: place.country for place in places(language)}
    for code in ("UG", "TZ", "DE", "IL", "IN", "GB"):
        assert known[Locale(language).territories[code]] == code


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("fr", "Une \u00e9tude en Ouganda.", "UG"),
        ("de", "Eine Studie in Deutschland.", "DE"),
        ("es", "Un estudio en Alemania.", "DE"),
        ("he", "\u05de\u05d7\u05e7\u05e8 \u05d1\u05d9\u05e9\u05e8\u05d0\u05dc.", "IL"),
        ("sw", "Utafiti nchini Ujerumani.", "DE"),
        ("lg", "Okunoonyereza mu Budaaki.", "DE"),
        ("nl", "Onderzoek in de UK.", "GB"),
    ],
)
def test_countries_in_other_languages(language: str, text: str, code: str) -> None:
    assert named(text, "country", language) == [code]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        (
            "Peers joined community mental health teams and in-patient wards.",
            "setting",
            ["community mental health team", "inpatient"],
        ),
        ("The emergency department and primary care took part.", "setting", ["emergency department", "primary care"]),
        ("Carers and service users agreed.", "population", ["carers", "service users"]),
        ("Peer support workers agreed.", "population", ["peer workers"]),
        ("We asked 23 peer workers (n = 23).", "sample", ["23 peer workers", "n=23"]),
        (
            "Twelve female participants and 1,204 patients came (N=1,216).",
            "sample",
            ["twelve female participants", "1,204 patients", "n=1,216"],
        ),
        ("5% of patients and most of the participants left.", "sample", []),
        ("It ended in 2012. Participants left.", "sample", []),
        ("Participants left.", "population", []),
    ],
)
def test_settings_populations_and_samples(text: str, kind: str, values: list[str]) -> None:
    assert named(text, kind) == values


def test_lists_are_well_formed() -> None:
    assert {kind for kind, _, _ in words_of("en")} == {"setting", "population", "sampled"}
    assert len({words for _, words, _ in words_of("en")}) == len(words_of("en"))
    folder = Path(context_module.__file__).parent / "context"
    with (folder / "countries_extra.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(re.fullmatch("[A-Z]{2}", row["country"]) and row["words"].strip() == row["words"] for row in rows)
    assert {row["country"] for row in rows} <= set(Locale("en").territories)
    assert len({(row["language"], row["words"]) for row in rows}) == len(rows)
    assert words_of("fr") == (), "a list that no native reader has read does not ship"
