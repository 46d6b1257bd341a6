"""Where sentences end: hard ones in seven languages, and the laws that hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.abbreviations import abbreviations
from nlp.languages import LANGUAGES
from nlp.sentences import sentence_bounds

# A bar stands where a sentence ends.
HARD = {
    "en": [
        "Peers shaped the processes.43|One site stopped early.",
        "Peers shaped the processes.12,13|One site stopped early.",
        "Peers shaped the processes.12\u201314|One site stopped early.",
        "It was costly (two sites).7|Others agreed.",
        "The mean age was 41.2 years (range 19.5 to 60).|Most were women.",
        "It has grown in recent years. 21|According to staff, it helped.",
        "It failed.|21 participants left.|Nobody returned.",
        "Trust grew [12].|It stayed.",
        "Trust grew. [12]|It stayed.",
        "Smith et al. (2012) found that pay mattered.|Others did not.",
        "This was shown by Smith et al.|The others disagreed.",
        "See Fig. 2 and Table 3.|The rest is below.",
        "We used NVivo v. 28.4 for coding.|Two of us coded.",
        "Roles differed, e.g. Team A had none.|It was noted.",
        "Roles differed (i.e. Pay, Hours, etc.).|It was noted.",
        "\u201cNobody had time for us.\u201d (GP 5)|Others were kinder.",
        "\u201cNobody had time for us.\u201d (GP 5).|Others were kinder.",
        '"Why would they?" she asked.|Nobody answered.',
        "Nobody had time. [Peer worker 3, site B]|Others were kinder.",
        "J. K. Smith led the team.|Dr. Jones joined.",
        "Services in the U.S. Midwest closed.|In the U.S. they grew.",
        "They were in group B.|The rest was in group A.",
        "1. Training was late.|2. Pay was low.",
        "Was there support?|No.|There was none.",
        "They asked for no. 5 on the list.|It was gone.",
        "It was p < .05.|eHealth grew.",
        "It ended ... and began again.|Then it stopped.",
        "What helped?|Supervision!|It was weekly.",
        "Heading without a stop\n\n|The text begins here.",
        "Rates fell by 2012.|However, they rose.",
        "Figure 1. Themes by site.|Dots are peers.",
        "The Act (2012, s. 23) applies.|It is new.",
    ],
    "fr": [
        "La formation, p. ex. Le module 2, manquait.|Les pairs l'ont dit.",
        "Selon M. Dupont, l'équipe était prête.|Mme Petit doutait.",
        "\u00ab Personne ne nous écoutait. \u00bb|Le soutien manquait.",
        "Le score moyen était de 3,5 points.|Il a baissé.",
        "Voir fig. 3, c.-à-d. Les résultats.|Le reste suit.",
        "Pourquoi ? Personne ne le sait.".replace(" ? ", " ?|"),
    ],
    "de": [
        "Am 3. Oktober begann die Schulung.|Sie dauerte lange.",
        "Im 19. Jahrhundert war es anders.|Heute nicht.",
        "Es waren 23.|Das war wenig.",
        "Die Teams hatten z. B. Keine Zeit.|Sie klagten.",
        "Vgl. Abb. 2 und Tab. 3.|Der Rest folgt.",
        "Dr. Meier leitete das Team.|Sie ging bald.",
        "\u201eNiemand hatte Zeit.\u201c|Das sagten viele.",
        "Die Kosten stiegen um 2,5 Mio. Euro.|Es fehlte Geld.",
    ],
    "es": [
        "Faltaban recursos, p. ej. Tiempo y dinero.|El equipo lo dijo.",
        "La Dra. Gómez dirigió el equipo.|El Sr. Ruiz ayudó.",
        "\u00bfHubo apoyo?|Sí, lo hubo.",
        "La media fue de 3,5 puntos.|Luego bajó.",
        "En EE. UU. Washington pagó.|Fue poco.",
        "Véase la pág. 12 del informe.|El resto sigue.",
    ],
    "he": [
        "ההכשרה עזרה.|הצוות לא היה מוכן.",
        "ראו עמ. 12 בדוח.|השאר בנספח.",
        "מה עזר?|הדרכה שבועית.",
        "הציון היה 3.5 נקודות.|הוא ירד.",
    ],
    "sw": [
        "Mafunzo yalisaidia, k.m. Warsha za wiki.|Wafanyakazi walifurahi.",
        "Dkt. Juma aliongoza timu.|Bi. Asha alisaidia.",
        "Je, mafunzo yalisaidia?|Ndiyo, sana.",
        "Kulikuwa na mikutano, simu n.k.|Hata hivyo walikosa muda.",
    ],
    "lg": [
        "Okutendekebwa kwayamba nnyo.|Abakozi baasanyuka.",
        "Dr. Kato yakulembera ekibiina.|Baakola bulungi.",
        "Lwaki tekyakola?|Tewali yamanya.",
    ],
}


@pytest.mark.parametrize(
    ("language", "marked"), [(language, marked) for language, all_ in HARD.items() for marked in all_]
)
def test_sentences_end_where_a_reader_ends_them(language: str, marked: str) -> None:
    wanted = [part.strip() for part in marked.split("|")]
    text = " ".join(wanted) if "\n" not in marked else marked.replace("|", "")
    assert [text[start:end] for start, end in sentence_bounds(text, language)] == wanted


def test_known_citation_marks_tell_digits_apart() -> None:
    text = "It was introduced in 2012.43 Peers came. 21 Peers left in version 2.5 Again."
    cited = [(text.index("43"), text.index("43") + 2)]
    assert [text[s:e] for s, e in sentence_bounds(text, "en", cited)] == [
        "It was introduced in 2012.43",
        "Peers came.",
        "21 Peers left in version 2.5 Again.",
    ]
    assert len(sentence_bounds("Peers came. 21 Peers left.", "en", [(12, 14)])) == 2
    assert sentence_bounds("Peers came. 21 Peers left.", "en", [(12, 14)])[0] == (0, 14)


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_every_language_has_its_list_and_the_shared_one(language: str) -> None:
    known = abbreviations(language)
    assert "dr" in known.always
    assert "et al" in known.ending
    assert "fig" in known.counting
    assert (len(known.always | known.ending | known.counting) > len(abbreviations("xx").always)) or language == "xx"


PIECES = st.sampled_from(
    [
        *"abAB .!?\u2026\n\t\u00a0()[]\"'\u201d\u201c,;12\u00b2א",
        "et al.",
        ". ",
        "\n\n",
        "Fig. 2",
        "e.g. ",
        ".43 ",
        "z. B. ",
        "[12]",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))
CITED = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5)).map(lambda at: (at[0], at[0] + at[1])), max_size=4)


@given(TEXTS, st.sampled_from([*LANGUAGES, "en-GB", "nl", ""]), CITED)
def test_every_printed_character_stands_in_exactly_one_sentence(
    text: str, language: str, cited: list[tuple[int, int]]
) -> None:
    bounds = sentence_bounds(text, language, cited)
    seen = [at for start, end in bounds for at in range(start, end)]
    assert seen == sorted(set(seen))
    assert {at for at in range(len(text)) if not text[at].isspace()} <= set(seen)
    for start, end in bounds:
        assert text[start:end] == text[start:end].strip() != ""


@given(TEXTS, TEXTS)
def test_a_blank_line_always_parts(before: str, after: str) -> None:
    text = f"{before}x\n\nx{after}"
    gap = len(before) + 1
    assert not [1 for start, end in sentence_bounds(text) if start < gap < end]


@given(TEXTS)
def test_sentences_are_parted_by_white_space_only(text: str) -> None:
    bounds = sentence_bounds(text)
    assert all(b[0] > a[1] for a, b in pairwise(bounds))
