"""Deciding at a terminal: a key, an act, the next passage."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace

from cli import decide_card as shown_as
from cli.decide_choices import NEAR, first, for_passage, search
from cli.decide_claim import Making, rest_of_claim
from cli.decide_keys import Keys, Pressed
from cli.decide_queue import Item, Waiting
from cli.decide_shown import Shown, Tally
from cli.decide_undo import decided_before, take_back
from cli.terminal import printable
from curation.cards import Card, card
from curation.desk import Desk, Done, Said
from curation.entries import Verdict
from graph.codebook_rows import InfluenceRow
from graph.errors import DecisionRefused, NotSaved
from graph.model import Direction
from graph.suggestions import Suggestion
from nlp.phrase_tasks import PhraseTask

DIRECTIONS = {"f": Direction.FACILITATOR, "b": Direction.BARRIER, "m": Direction.MIXED, "n": Direction.NEUTRAL}
VERDICTS = {"a": Verdict.ACCEPT, "x": Verdict.REJECT, "q": Verdict.UNSURE}
WITH_TEXT = {"e", "/"}
LEAVE = "Q"


class Session:
    """One curator at one desk. `say` shows a line, `ask` shows what a key or line is asked for."""

    def __init__(self, desk: Desk, waiting: Waiting, who: tuple[str, str], keys: Keys) -> None:
        self._desk, self._waiting, self._keys = desk, waiting, keys
        self._curator, self._device = who
        self._console = shown_as.console()
        self.tally = Tally()

    def run(self) -> None:
        """Until nothing waits or the person leaves. Raises what a piped key could not do, after naming its line."""
        while (item := self._waiting.next()) is not None:
            at = self._show(item)
            self._keys.fresh()
            while not self._press(at):
                pass
            if at.making.left:
                return
        self._say("Nothing waits for you here.")
        if self._desk.newest(self._curator) is not None:
            self._say("`narragraph decide --undo` takes your newest decision back.")

    @property
    def left(self) -> str:
        """What waits."""
        return self._waiting.left

    def _press(self, at: Shown) -> bool:
        """Do what the next key says; true when the item is done with."""
        if self._keys.live:
            self._console.print("> ", end="")
        pressed = self._keys.key()
        if pressed is None or pressed.key == LEAVE:
            at.making.left = True
            self._say("")
            return True
        if self._keys.live:
            self._say(pressed.key)
        try:
            return self._do(at, pressed)
        except (DecisionRefused, NotSaved) as error:
            if not self._keys.live:
                raise
            self._say(str(error))
            return False

    def _do(self, at: Shown, pressed: Pressed) -> bool:
        key = pressed.key
        if pressed.rest and key not in WITH_TEXT:
            raise _no_key(pressed)
        if key.isdecimal():
            return self._number(at, int(key))
        if key in DIRECTIONS:
            self._passage_only(at, key)
            at.making.direction = DIRECTIONS[key]
            return self._claim_now(at)
        if key in VERDICTS:
            return self._decide(at, VERDICTS[key])
        return self._other(at, pressed)

    def _other(self, at: Shown, pressed: Pressed) -> bool:
        match pressed.key:
            case "s":
                return self._skip(at)
            case "u":
                return self._undo()
            case "w":
                return self._why(at)
            case "e":
                return self._note(at, pressed.rest)
            case "/":
                return self._search(at, pressed.rest)
            case "t":
                return self._rest(at)
            case "?":
                self._say(shown_as.HELP)
                return False
        raise _no_key(pressed)

    def _decide(self, at: Shown, verdict: Verdict) -> bool:
        if isinstance(at.item, PhraseTask):
            if verdict is not Verdict.ACCEPT:
                raise DecisionRefused("A phrase of a table is assigned or skipped; nothing of it can be rejected.")
            if not at.item.suggestions:
                raise DecisionRefused("Nothing is suggested for this phrase: choose an influence by its number.")
            return self._assign(at, at.item, at.item.suggestions[0].influence_id)
        found = at.card
        assert found is not None  # noqa: S101  (a passage has a card)
        claims = (at.making.claim(self._desk, found, self._ask),) if verdict is Verdict.ACCEPT else ()
        blind = found.blind and not decided_before(self._desk, self._curator, at.item.id)
        said = Said(verdict, claims, None, None, at.making.note, at.seconds, blind, found.seen)
        done = self._desk.decide((self._curator, self._device, secrets.token_hex(10)), at.item.id, said)
        self._written(done, getattr(done.applied.entry.body, "verdict", verdict))
        if found.blind:
            proposed = found.suggestion
            name = shown_as.influence(proposed.influence_id, self._desk.material)
            self._say(f"It had been suggested: {name}, {proposed.direction.value}.")
        return True

    def _assign(self, at: Shown, task: PhraseTask, influence_id: str) -> bool:
        """Give every spelling of a phrase to an influence: one act, so its keys have one beginning."""
        if not self._waiting.waits(task):
            self._say("Somebody assigned this phrase meanwhile; nothing was written.")
            return True
        key, seconds = secrets.token_hex(10), at.seconds
        for number, change in enumerate(self._desk.phrase_changes(task.phrase, influence_id)):
            who = (self._curator, self._device, f"{key}.{number}" if number else key)
            done = Done(self._desk.act(who, replace(change, seconds=seconds)))
            self._written(done, None if number else "phrase")
        return True

    def _written(self, done: Done, kind: str | None) -> None:
        entry, material = done.applied.entry, self._desk.material
        if kind is not None:
            self.tally.written[kind] += 1
        self._say(f"Saved. {shown_as.written(entry, material)}")
        for other in done.meanwhile:
            who = material.name(other.curator)
            self._say(f"Meanwhile {who} had decided: {shown_as.written(other, material)}. Both are kept.")
        for note in done.applied.notes:
            self._say(note)

    def _number(self, at: Shown, number: int) -> bool:
        if not 1 <= number <= len(at.offered):
            raise DecisionRefused(f"No influence has the number {number}.")
        chosen = at.offered[number - 1].id
        if isinstance(at.item, PhraseTask):
            return self._assign(at, at.item, chosen)
        at.making.influence_id = chosen
        return self._claim_now(at)

    def _claim_now(self, at: Shown) -> bool:
        assert at.card is not None  # noqa: S101  (asked by the caller)
        self._say(f"Now: {at.making.said(at.card, self._desk.material)}   a writes it")
        return False

    def _skip(self, at: Shown) -> bool:
        self._waiting.put_off(at.item)
        self._say("Put off. Nothing was written.")
        return True

    def _undo(self) -> bool:
        taken = take_back(self._desk, (self._curator, self._device), decisions_only=True)
        self.tally.taken_back += 1
        self._say(f"Taken back: {shown_as.taken(taken.entry, self._desk.material)}")
        self._waiting.again(taken.item)
        return True

    def _why(self, at: Shown) -> bool:
        if isinstance(at.item, Suggestion):
            if at.card is not None and at.card.blind:
                raise DecisionRefused("Not before you decided: this passage is decided before the suggestion is seen.")
            self._say(*shown_as.why(at.item.reasons))
        for one in at.item.suggestions if isinstance(at.item, PhraseTask) else ():
            self._say(shown_as.influence(one.influence_id, self._desk.material), *shown_as.why(one.reasons))
        return False

    def _note(self, at: Shown, said: str) -> bool:
        self._passage_only(at, "e")
        at.making.note = said or self._ask("note: ") or None
        self._say("The note goes with the decision." if at.making.note else "No note.")
        return False

    def _search(self, at: Shown, said: str) -> bool:
        words = said or self._ask("influence: ") or ""
        found = search(self._desk.material.choices, words) if words else self._offered(at.item, at.card)
        if not found:
            raise DecisionRefused(f'No influence of the codebook holds "{words}".')
        at.offered = found
        self._pack(shown_as.numbered(found, NEAR))
        return False

    def _rest(self, at: Shown) -> bool:
        self._passage_only(at, "t")
        assert at.card is not None  # noqa: S101  (a passage has a card)
        rest_of_claim(at.making, self._desk, at.card, self._ask)
        return self._claim_now(at)

    def _passage_only(self, at: Shown, key: str) -> None:
        if isinstance(at.item, PhraseTask):
            raise DecisionRefused(f'"{key}" is for passages; the direction of a phrase is that of its column.')

    def _ask(self, what: str) -> str | None:
        return self._keys.line(lambda: self._console.print(what, end=""))

    def _show(self, item: Item) -> Shown:
        material = self._desk.material
        self._say("", f"-- {self._waiting.progress()} --")
        found: Card | None = None
        if isinstance(item, PhraseTask):
            lines, keys = shown_as.phrase(item, material), shown_as.PHRASE_KEYS
        else:
            found = card(self._desk, self._curator, item.id)
            lines, keys = shown_as.passage(found, material), shown_as.KEYS
        offered = self._offered(item, found)
        for line in lines:
            self._console.print(line)
        self._pack(shown_as.numbered(offered, NEAR))
        self._pack(keys)
        return Shown(item, time.monotonic(), offered, Making(), found)

    def _offered(self, item: Item, found: Card | None) -> tuple[InfluenceRow, ...]:
        """The influences of an item, those with a key first."""
        if isinstance(item, PhraseTask):
            return first(self._desk, (one.influence_id for one in item.suggestions))
        return for_passage(self._desk, item, blind=found is not None and found.blind)

    def _pack(self, parts: Sequence[str]) -> None:
        self._say(*shown_as.packed(parts, self._console.width if self._console.is_terminal else None))

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._console.print(printable(line))


def _no_key(pressed: Pressed) -> DecisionRefused:
    return DecisionRefused(f'"{pressed.text}" is no key; `?` lists them.')
