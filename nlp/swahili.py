"""Swahili for spaCy, which has no class of its own for it: a blank language with a short list of function words."""

from __future__ import annotations

from spacy.language import BaseDefaults, Language
from spacy.util import registry

STOP_WORDS = """
    na ya wa kwa ni za la katika cha vya ili kama lakini au hii hiyo huo huu hilo hili hizi hizo hao hawa yao yake
    wake zake wao yeye mimi wewe sisi ninyi kwamba pia bila hadi tu sana bado kisha kabla baada hata yote wote zote
    kila si siyo ndiyo hivyo hapa hapo huko ambao ambayo ambaye ambazo ambapo
    """
"""Connectives, pronouns and demonstratives of the grammar books. Not read by a native speaker yet."""


class SwahiliDefaults(BaseDefaults):
    """What differs from any other language: the stop words."""

    stop_words = set(STOP_WORDS.split())  # noqa: RUF012  (spaCy declares it so)


@registry.languages("sw")
class Swahili(Language):  # type: ignore[no-untyped-call]
    """`spacy.blank("sw")`."""

    lang = "sw"
    Defaults = SwahiliDefaults
