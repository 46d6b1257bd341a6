"""The words that are looked for: names, ids and terms of every influence, checked. A bad term is told, never fatal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from graph.ids import digest, fold
from graph.model import InfluenceStatus
from graph.terms import Strength, Term
from nlp.languages import base_language, is_function_word

_EXPRESSION = re.compile(r"[\\*|^{}]|\(\?|\[[^\]]*\]|[.\])]\+|\w\?\w|\w\$$")
_ID_OF_WORDS = re.compile(r"[^\W\d_]{2,}(?:[-_ ][^\W\d_]{2,})*")


class Named(Protocol):
    """An influence as any room has it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name, for reading."""

    @property
    def status(self) -> InfluenceStatus:
        """Whether it is still looked for."""


@dataclass(frozen=True, slots=True)
class InfluenceWords:
    """One influence that texts are searched for."""

    id: str
    name: str
    status: InfluenceStatus = InfluenceStatus.ACTIVE


@dataclass(frozen=True)
class Vocabulary:
    """What is looked for in texts. `notes`: one sentence for each term that is refused or stands for two influences."""

    influences: tuple[InfluenceWords, ...]
    terms: tuple[Term, ...]
    notes: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """Changes with every change of an influence or a term; what was found with another one is out of date."""
        influences = sorted((one.id, one.name, one.status.value) for one in self.influences)
        terms = sorted((t.influence_id, t.language or "", t.text, t.strength.value) for t in self.terms)
        return digest([part for row in (*influences, *terms) for part in (*row, None)], 12)

    def __hash__(self) -> int:
        return hash(self.version)

    def words(self, language: str) -> tuple[Term, ...]:
        """Names, ids that are words, and the terms of a language and of every language; strong before weak.

        An id of one word ("staff") is a short hand that stands for more than it says: a weak term, unless it is listed.
        `xx`, the language of texts nobody knows the language of, has the terms of all.
        """
        base = base_language(language)
        named = [
            Term(one.id, text, strength=Strength.WEAK if _is_short_hand(text, one) else Strength.STRONG)
            for one in self.influences
            for text in _names(one)
        ]
        found = [term for term in self.terms if term.language is None or base in {"xx", base_language(term.language)}]
        once: dict[tuple[str, str], Term] = {}
        for term in sorted([*named, *found], key=lambda term: term.strength is Strength.WEAK):
            once.setdefault((term.influence_id, fold(term.text)), term)
        return tuple(once.values())


def vocabulary(influences: Iterable[Named], terms: Iterable[Term] = ()) -> Vocabulary:
    """The vocabulary of some influences and terms. Retired influences are not looked for, nor are their terms."""
    every = {one.id: one for one in influences}
    active = {
        id_: InfluenceWords(id_, one.name, one.status)
        for id_, one in every.items()
        if one.status is not InfluenceStatus.RETIRED
    }
    notes: list[str] = []
    kept: dict[tuple[str, str | None, str], Term] = {}
    for term in terms:
        trouble = (
            _trouble(term) if term.influence_id in every else f"{term.influence_id} is no influence of the codebook"
        )
        if trouble is not None:
            notes.append(f'{_where(term)}"{term.text}" is not looked for: {trouble}.')
        elif term.influence_id in active:
            clean = replace(term, text=" ".join(term.text.split()), language=_language(term))
            key = (clean.influence_id, clean.language, fold(clean.text))
            if key not in kept or clean.strength is Strength.STRONG:
                kept[key] = clean
    notes.extend(_shared(tuple(active.values()), tuple(kept.values())))
    return Vocabulary(tuple(active.values()), tuple(kept.values()), tuple(notes))


def _language(term: Term) -> str | None:
    return base_language(term.language) if term.language and term.language.strip() else None


def _where(term: Term) -> str:
    return f"terms.csv, row {term.row}: " if term.row is not None else ""


def _trouble(term: Term) -> str | None:
    """Why a term cannot be looked for; null when it can."""
    letters = [character for character in term.text if character.isalnum()]
    if not letters:
        return "it holds no word"
    if len(letters) == 1:
        return "a single letter stands everywhere"
    if _EXPRESSION.search(term.text):
        return "terms are matched as plain words, not as patterns; inflected forms are found without one"
    if is_function_word(term.text, term.language):
        return "it is among the commonest words of the language"
    return None


def _names(influence: InfluenceWords) -> list[str]:
    """The name, and the id where it is made of words: `role-definition`, but not `i07` or `draft:...`."""
    names = [influence.name]
    if _ID_OF_WORDS.fullmatch(influence.id) and len(influence.id) >= 4:
        words = re.sub(r"[-_]", " ", influence.id)
        if fold(words) != fold(influence.name):
            names.append(words)
    return [" ".join(name.split()) for name in names if len([c for c in name if c.isalnum()]) > 1]


def _is_short_hand(text: str, influence: InfluenceWords) -> bool:
    return " " not in text and fold(text) != fold(influence.name)


def _shared(influences: tuple[InfluenceWords, ...], terms: tuple[Term, ...]) -> list[str]:
    """One sentence for each term that several influences keep."""
    owners: dict[str, dict[str, Term | None]] = {}
    for one in influences:
        for text in _names(one):
            owners.setdefault(fold(text), {}).setdefault(one.id, None)
    for term in terms:
        owners.setdefault(fold(term.text), {})[term.influence_id] = term
    notes = []
    for text, by_owner in owners.items():
        if len(by_owner) > 1:
            last = next((term for term in reversed(by_owner.values()) if term is not None), None)
            where = _where(last) if last else ""
            said = " and ".join(by_owner)
            notes.append(
                f'{where}"{last.text if last else text}" stands for {said}: each sentence is suggested for all.'
            )
    return notes
