"""The tokenizer that asks less cuts as the tokenizer of spaCy does."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from ingest.texts.read import read_text
from nlp.languages import LANGUAGES, blank, known_language
from nlp.stretches import passages_of

HARD = """
5m2 10kg2 m2, 2010) (2010), PSW), 5%), 1; a:) ::, "a", 'b'; US$5 us$5 c$4 5$ 5us$ €5, 3€. x). 4). a)). [3]; ...)
…; n’t, ’s) p-2 -2 a—2
(training, supervision) "support." word: word; U.S.A. e.g. i.e., Mr. cannot don't gonna Dr.Smith end.Next 5km
5 km. 3.5% £20m 20°C. A.B. PSW. pH. www.example.org, http://x.org/a). a@b.org; :) ;) (: xD... well... well....
no.. 'tis 'quoted' peer-support and/or p<.05 n=23, (n=23) word.43 [12] 12,000. Straße, d'abord, l'équipe:
aujourd'hui. Genesungsbegleiter:innen. ¿Qué? señor. המטופלים, של-הצוות. ש"ח צה"ל ׳כן׳ wagonjwa; ng'ombe, Āžö.
ﬁnal. ② x² Ⅳ, ªbc. µg 5µg, o.k. vs. etc.) etc., a. A. .a ,a ): ..,
"""


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_hard_words_are_cut_as_spacy_cuts_them(language: str) -> None:
    bare = spacy.blank(known_language(language)[0])
    letters = "".join(map(chr, filter(lambda code: chr(code).isalpha(), range(0x0250))))
    words = [*HARD.split(), *(f"a{letter}" for letter in letters), *(f"{letter}b," for letter in letters)]
    text = " ".join(words) + HARD
    assert _cut(blank(language), text) == _cut(bare, text)


@pytest.mark.data
def test_articles_are_cut_as_spacy_cuts_them(data_dir: Path) -> None:
    bare, ours = spacy.blank("en"), blank("en")
    for file in sorted((data_dir / "jats_bjpsych").glob("*.xml"))[:3]:
        for passage in passages_of(read_text(file, file.name)):
            assert _cut(ours, passage.text) == _cut(bare, passage.text)


def _cut(made: spacy.Language, text: str) -> list[tuple[int, str]]:
    return [(token.idx, token.lower_) for token in made.make_doc(text)]
