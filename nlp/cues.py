"""Cue words: which words of a sentence say something of direction or assertion, listed in `nlp/cues/<language>.csv`.

One row is one cue: its forms in `text`, parted by `|`; `polarity` is + or - where the family has one; `side` is the
side of the influence that the cue stands on (before, after, the end of its clause; empty: either). A language without
a list has no cues, and nothing is guessed for it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.language import Language
from spacy.tokens import Doc

from nlp.cut import Cut, Hit, Named, cut, spans
from nlp.cutter import Cutter
from nlp.languages import base_language
from nlp.mentions import GROUP as INFLUENCES
from nlp.phrase_index import PhraseIndex

CUES = "cue"
"""The span group that holds cues; `label_` is the family, `id_` the cue."""
_TABLE = "method.table"
_TABLES = ("table", "tables", "figure", "figures", "fig", "fig.", "appendix", "box")
_SHOW = ("shows", "show", "lists", "list", "presents", "present", "summarises", "summarizes", "displays", "gives")
_REPORTS = frozenset((*_SHOW, "reports", "describes", "provides", "contains", "details", "illustrates", "outlines"))
_BEFORE_A_CAPITAL = frozenset("\"'“‘„«:;(–—….[]?!")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue of a list. `polarity`: 1, -1, or 0 where the family has none."""

    id: str
    family: str
    forms: tuple[str, ...]
    polarity: int = 0
    side: str = ""


@cache
def cue_list(language: str) -> dict[str, Cue]:
    """The cues of a language by id; empty when no list was made for it."""
    file = files("nlp").joinpath("cues", f"{base_language(language)}.csv")
    if not file.is_file():
        return {}
    cues = [_cue(row) for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    return {cue.id: cue for cue in [*cues, Cue(_TABLE, "method", _TABLES)]}


def has_cues(language: str) -> bool:
    """Whether a cue list was checked for this language."""
    return bool(cue_list(language))


def _cue(row: dict[str, str]) -> Cue:
    polarity = {"+": 1, "-": -1, "": 0}[row["polarity"]]
    return Cue(row["id"], row["family"], tuple(row["text"].split("|")), polarity, row["side"])


class CueFinder:
    """Writes `doc.spans["cue"]`, in the order of the text; a cue inside a longer one is left out.

    Looks only at sentences that hold an influence, unless `everywhere`.
    """

    def __init__(self, nlp: Language, everywhere: bool) -> None:
        self.everywhere = everywhere
        self.cues = cue_list(nlp.lang)
        self.phrases = PhraseIndex[str]()
        cutter, cues = Cutter(nlp), self.cues.values()
        cutter.meet(form for cue in cues for form in cue.forms)
        for cue in cues:
            for form in cue.forms:
                self.phrases.add(cue.id, cutter.cut(form).lower)

    def __call__(self, doc: Doc) -> Doc:
        """The same doc, with its cues."""
        text = cut(doc)
        everywhere = self.everywhere or INFLUENCES not in doc.spans
        found = self._found(text, 0, len(doc)) if everywhere else self.find(text, doc.spans[INFLUENCES])
        doc.spans[CUES] = spans(doc, found)
        return doc

    def find(self, text: Cut, mentions: Iterable[Named]) -> list[Hit]:
        """The cues of the sentences that hold mentions, in the order of the text."""
        pieces = map(text.piece, sorted({text.sentence_of(mention.start) for mention in mentions}))
        return [cue for piece in pieces for cue in self._found(text, piece.start, piece.end)]

    def _found(self, text: Cut, first: int, last: int) -> list[Hit]:
        words = text.lower[first:last]
        hits = longest(self.phrases.find(words, set(words)))
        return [
            text.hit(first + start, first + end, self.cues[cue_id].family, cue_id)
            for start, end, cue_id in hits
            if (cue_id != _TABLE or _shows(text, first + end)) and not _is_name(text, first + start, first + end, first)
        ]


def _is_name(text: Cut, start: int, end: int, first: int) -> bool:
    """A single word with a capital inside a sentence: "the Prevent programme", "NHS Trust"."""
    if end - start > 1 or start == first:
        return False
    word = text.said(start, end)
    return word.istitle() and len(word) > 1 and text.said(start - 1, start) not in _BEFORE_A_CAPITAL


def _shows(text: Cut, end: int) -> bool:
    """Whether a table is what the sentence is about: "Table 2 shows ...", not "(Table 2)"."""
    return end + 1 < len(text.lower) and text.lower[end][-1:].isdigit() and text.lower[end + 1] in _REPORTS


def longest(hits: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Hits in the order of the text, without those that lie inside a longer one."""
    kept: list[tuple[int, int, str]] = []
    for start, end, cue_id in sorted(hits, key=lambda hit: (hit[0], -hit[1], hit[2])):
        if not kept or end > kept[-1][1] or (start, end) == kept[-1][:2]:
            kept.append((start, end, cue_id))
    return kept


@Language.factory("cues", default_config={"everywhere": False}, assigns=["doc.spans"])
def make_cues(nlp: Language, name: str, everywhere: bool) -> CueFinder:  # noqa: ARG001  (spaCy calls it by name)
    """The component `cues`."""
    return CueFinder(nlp, everywhere)
