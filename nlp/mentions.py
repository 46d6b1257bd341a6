"""Where the words for an influence stand: exact words first, then a net of stems that is always marked as weak.

`doc.spans["influence"]`: label = influence id, `span.id_` = `term:`, `weak:` or `weak:like ` (stems) and
the words that are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from graph.terms import Strength, Term
from nlp.cut import Cut, Hit, Named, cut, spans
from nlp.languages import stop_words
from nlp.phrase_index import PhraseIndex
from nlp.prefilter import Prefilter
from nlp.variants import HEBREW_PREFIXES, variants

GROUP = "influence"
WEAK = "weak:"
STEMS = "weak:like "
TERM = "term:"
_MOST_STEMS = 4
_SHORTEST = 4
"""Letters of a word that helps to find a term of several words; alone it would be found in too many others."""
_REACH = 3
"""Words that may stand between the stems of a term, besides the stems themselves."""
_MOST_KNOWN = 50_000
"""Words whose stems are remembered before the memory is emptied."""


def is_weak(mention: Named) -> bool:
    """Whether a mention rests on a weak term or on stems only."""
    return mention.id_.startswith(WEAK)


@dataclass(frozen=True, slots=True)
class _Stems:
    """The stems of one term, all of which must stand near each other, in any order."""

    influence_id: str
    id: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a text may hold before it is cut: the numbers of the nets of stems that could meet there."""

    nets: tuple[int, ...] = ()


class InfluenceMentions:
    """The component; `load` gives it the words of a vocabulary."""

    def __init__(self, nlp: Language, share: float, least: int) -> None:
        self.nlp = nlp
        self.share = share
        self.least = least
        self.load(())

    def load(self, words: Iterable[Term]) -> None:
        """Take the words to look for, strong ones first; the tokenizer of the pipeline cuts them too."""
        language = self.nlp.lang or "xx"
        self.glued = language == "he"
        self.exact = PhraseIndex[tuple[str, str]]()
        self.nets: list[_Stems] = []
        spelled: dict[str, list[tuple[str, str]]] = {}
        for term in words:
            id_ = (WEAK if term.strength is Strength.WEAK else TERM) + term.text
            for spelling in variants(term.text, language):
                owners = spelled.setdefault(spelling.lower(), [])
                if term.influence_id not in {owner for owner, _ in owners}:
                    owners.append((term.influence_id, id_))
            if term.strength is Strength.STRONG and (stems := self._stems_of(term.text, language)):
                self.nets.append(_Stems(term.influence_id, f"{STEMS}{term.text}", stems))
        for spelling, owners in spelled.items():
            cut_up = [token.lower_ for token in self.nlp.tokenizer(spelling)]
            for owner in owners:
                self.exact.add(owner, cut_up)
        self.stems = sorted({stem for net in self.nets for stem in net.stems})
        self.initials = {stem[:_SHORTEST] for stem in self.stems}
        self.seen: set[str] = set()
        self.known: dict[str, tuple[str, ...]] = {}
        self.prefilter = Prefilter[int | None](glued=self.glued)
        """Exact words are found anyway, all at once: their phrase is null; that of a net is its number."""
        for spelling in spelled:
            self.prefilter.add(None, spelling)
        for number, net in enumerate(self.nets):
            self.prefilter.add_begun(number, net.stems)

    def foreseen(self, text: str) -> Foreseen | None:
        """What of the vocabulary a text could hold, seen without cutting it; null, which is certain, is nothing."""
        found = set(self.prefilter.may_hold(text))
        return Foreseen(tuple(sorted(number for number in found if number is not None))) if found else None

    def _stems_of(self, text: str, language: str) -> tuple[str, ...]:
        """The first 70 % of each word that carries meaning; nothing when a word is too short to be cut."""
        words = [token.text for token in self.nlp.tokenizer(text) if token.text[:1].isalpha()]
        ignored = stop_words(language)
        kept = [word for word in words if word.lower() not in ignored and not (word[:4].isupper() and len(word) < 6)]
        shortest = self.least + 1 if len(kept) == 1 else _SHORTEST
        if not kept or len(kept) > _MOST_STEMS or any(len(word) < shortest for word in kept):
            return ()
        return tuple(dict.fromkeys(word.lower()[: max(self.least, int(len(word) * self.share))] for word in kept))

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions; words of different influences may overlap, of one influence the longest stands."""
        text = cut(doc)
        foreseen = self.foreseen(text.text)
        doc.spans[GROUP] = spans(doc, self.find(text, foreseen) if foreseen else ())
        return doc

    def find(self, text: Cut, foreseen: Foreseen) -> list[Hit]:
        """The mentions of a text of which this was foreseen."""
        found = [(a, b, influence, id_) for a, b, (influence, id_) in self.exact.find(text.lower, text.kinds)]
        found += self._near_stems(text, foreseen)
        return [text.hit(*hit) for hit in _longest(found)]

    def _near_stems(self, text: Cut, foreseen: Foreseen) -> list[tuple[int, int, str, str]]:
        nets = [self.nets[number] for number in foreseen.nets]
        if not nets:
            return []
        if len(self.seen) > _MOST_KNOWN:
            self.seen.clear()
            self.known.clear()
        self._learn(text.kinds - self.seen)
        here = text.kinds & self.known.keys()
        places: dict[str, list[int]] = {}
        for at, word in enumerate(text.lower):
            if word in here:
                for stem in self.known[word]:
                    places.setdefault(stem, []).append(at)
        return [hit for net in nets if net.stems[0] in places for hit in _together(net, places, text)]

    def _learn(self, words: set[str]) -> None:
        self.seen |= words
        for word in words:
            forms = (word, word[1:]) if self.glued and word[:1] in HEBREW_PREFIXES else (word,)
            if forms[0][:_SHORTEST] in self.initials or forms[-1][:_SHORTEST] in self.initials:
                stems = tuple(stem for stem in self.stems if any(form.startswith(stem) for form in forms))
                if stems:
                    self.known[word] = stems


def _together(net: _Stems, places: dict[str, list[int]], text: Cut) -> list[tuple[int, int, str, str]]:
    """Where all stems of a term stand within reach of the first one, in one sentence."""
    found = []
    for at in places[net.stems[0]]:
        spots = [at]
        for stem in net.stems[1:]:
            free = [place for place in places.get(stem, ()) if place not in spots]
            near = min(free, key=lambda place: abs(place - at), default=None)
            if near is None:
                break
            spots.append(near)
        start, end = min(spots), max(spots) + 1
        if len(spots) == len(net.stems) and end - start <= len(spots) + _REACH and not _parted(text, start, end):
            found.append((start, end, net.influence_id, net.id))
    return found


def _parted(text: Cut, start: int, end: int) -> bool:
    return text.sentence_of(start) != text.sentence_of(end - 1)


def _longest(found: Sequence[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Without those that overlap a better one of the same influence: strong before weak, then the longest."""
    if len(found) < 2:
        return list(found)
    kept: list[tuple[int, int, str, str]] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for hit in sorted(found, key=lambda hit: (hit[3].startswith(WEAK), hit[0] - hit[1], hit[0], hit[3])):
        mine = taken.setdefault(hit[2], [])
        if all(hit[1] <= start or hit[0] >= end for start, end in mine):
            mine.append((hit[0], hit[1]))
            kept.append(hit)
    return sorted(kept)


@Language.factory("influence_mentions", default_config={"share": 0.7, "least": 5})
def influence_mentions(nlp: Language, name: str, share: float, least: int) -> Any:  # noqa: ARG001  (spaCy names it)
    """As spaCy makes it: `share` of a word is its stem, of at least `least` letters."""
    return InfluenceMentions(nlp, share, least)
