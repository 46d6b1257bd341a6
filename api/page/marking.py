"""Adding a passage that the machine missed: where the words stand, and what the form keeps when it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from api.page.forms import Form
from api.page.render import STEERING
from curation.desk import Desk
from curation.entries import Claim
from graph.documents import PaperText
from graph.errors import DecisionRefused
from graph.ids import suggestion_id, text_passage_id
from graph.same_words import same_words
from graph.search_key import search_key

MOST_PLACES = 10
"""Places of one quote that are listed to choose from."""
AROUND = 60
"""Characters shown on either side of a place."""


@dataclass(frozen=True)
class Place:
    """Where a quote stands. `value` is what a form sends back."""

    path: str
    start: int
    end: int
    before: str = ""
    after: str = ""

    @property
    def value(self) -> str:
        """Start, end and path in one field."""
        return f"{self.start}:{self.end}:{self.path}"


@dataclass(frozen=True)
class Held:
    """What was typed beside influence and direction, as claim.html reads it."""

    setting: str | None
    assertion: str
    study_id: str | None


@dataclass(frozen=True)
class Typed:
    """The form as it was sent, to be shown again. `places`: several that fit; `there`: the suggestion that it is."""

    key: str
    quote: str = ""
    place: str = ""
    influence: str = ""
    direction: str = ""
    held: Held | None = None
    mitigated: bool = False
    note: str = ""
    wrong: str = ""
    places: tuple[Place, ...] = field(default_factory=tuple)
    there: str = ""


def typed(form: Form, error: DecisionRefused, places: Sequence[Place] = (), there: str = "") -> Typed:
    """What a refused form held, and why it was refused."""
    return Typed(
        form["key"],
        form["quote"],
        form["place"],
        form["other"] or form["influence"],
        form["direction"],
        Held(form["setting"] or None, form["assertion"] or "finding", form["study"] or None),
        form["mitigated"] == "1",
        form["note"],
        str(error),
        tuple(places[:MOST_PLACES]) if len(places) > 1 else (),
        there,
    )


def places_of(form: Form, desk: Desk, paper_id: str) -> list[Place]:
    """Where the words of a form stand: the place that it names, if they are there, else all places that have them.

    Raises DecisionRefused when they are nowhere.
    """
    texts = [desk.material.texts[path] for path in desk.material.by_paper.get(paper_id, ())]
    quote = form["quote"]
    if not quote:
        raise DecisionRefused("Select a passage in the text, or paste its words.")
    chosen = _named(form["place"], texts, quote)
    found = [chosen] if chosen is not None else [place for text in texts for place in places(text, quote)]
    if not found:
        raise DecisionRefused("These words do not stand in any text of this paper. Copy them from the text below.")
    return found


def the_one(found: Sequence[Place]) -> Place:
    """The only place. Raises DecisionRefused when there are several."""
    if len(found) > 1:
        message = f"These words stand at {len(found):,} places of this paper. Choose one of them, or paste more words."
        raise DecisionRefused(message)
    return found[0]


def _named(value: str, texts: list[PaperText], quote: str) -> Place | None:
    """The place that a form names, without blanks at its ends; null unless the words there are the quote's."""
    start, _, rest = value.partition(":")
    end, _, path = rest.partition(":")
    text = next((one for one in texts if one.path == path), None)
    if text is None or not (start.isdecimal() and end.isdecimal()) or max(len(start), len(end)) > 9:
        return None
    return _trimmed(text, int(start), int(end)) if _same(text.text.text[int(start) : int(end)], quote) else None


def _same(here: str, quote: str) -> bool:
    """Whether a selection has these words: blanks and cells are spelled by browsers, hidden characters left out."""
    return bool(here.strip()) and (_bare(here) == _bare(quote) or same_words(here, quote))


def _bare(words: str) -> str:
    return "".join(STEERING.sub("", words).split())


def _trimmed(text: PaperText, start: int, end: int) -> Place:
    words = text.text.text[start:end]
    start += len(words) - len(words.lstrip())
    return Place(text.path, start, start + len(words.strip()))


def places(text: PaperText, quote: str) -> Iterator[Place]:
    """Every place of a text that has the words of a quote: letter for letter, else however they are set."""
    whole = text.text.text
    at = whole.find(quote)
    exact = at >= 0
    while at >= 0:
        yield _shown(text, at, at + len(quote))
        at = whole.find(quote, at + 1)
    wanted = search_key(quote).key
    if exact or not wanted:
        return
    key = search_key(whole)
    first = key.key.find(wanted)
    while first >= 0:
        last = first + len(wanted)
        if key.whole(first, last):
            start, end = key.place(first, last)
            if _same(whole[start:end], quote):
                yield _shown(text, start, end)
        first = key.key.find(wanted, first + 1)


def _shown(text: PaperText, start: int, end: int) -> Place:
    whole = text.text.text
    return Place(text.path, start, end, whole[max(0, start - AROUND) : start], whole[end : end + AROUND])


def suggestion_at(desk: Desk, paper_id: str, place: Place, claim: Claim) -> str:
    """The id that a passage with this influence has, whoever proposes it."""
    sha = desk.material.texts[place.path].text.sha256
    return suggestion_id(text_passage_id(paper_id, sha, place.start, place.end), claim.influence_id)
