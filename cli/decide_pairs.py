"""Deciding at a terminal which pairs of records are one paper: both side by side, one key each."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from cli import decide_card as shown_as
from cli.decide_keys import Keys, Pressed
from cli.decide_shown import Tally
from cli.decide_undo import take_back
from cli.terminal import printable
from curation.desk import Desk
from curation.pair_decisions import PAIR_WORDS, PairDecision, PairVerdict
from curation.pairs import Line, Pair, Standing, decided, pair_decision, side_by_side, standing_pairs
from graph.errors import DecisionRefused, NotSaved
from graph.spreadsheet import LIST_SEPARATOR

if TYPE_CHECKING:
    from rich.text import Text

VERDICTS = {
    "a": PairVerdict.DUPLICATE,
    "x": PairVerdict.DIFFERENT,
    "c": PairVerdict.COMPANION,
    "l": PairVerdict.LINK,
    "q": PairVerdict.UNSURE,
}
KEYS = (
    "a one paper",
    "x two papers",
    "c companions (one study)",
    "l belong together",
    "q not sure",
    "s skip",
    "e note",
    "u undo",
    "? all keys",
)
HELP = """\
a  one paper: the records become one, and all of them are kept
x  two papers
c  companions: two papers of one study, which then share it
l  two papers that belong together, such as a paper and its reply
q  not sure: it waits for the others
s  skip: it comes again at the end
e  a note, written with the decision
u  take back the newest decision, and show the pair again
Q  leave; so does Ctrl-D. Everything decided is saved already."""
STATES = {"differs": "!=", "same": "  ", "only one says it": " .", "": "  "}
NAMES = 12
"""Columns of the names of fields."""


class PairSession:
    """One curator at the pairs of one desk."""

    def __init__(self, desk: Desk, who: tuple[str, str], keys: Keys) -> None:
        self._desk, self._keys = desk, keys
        self._curator, self._device = who
        self._console = shown_as.console()
        self._note: str | None = None
        self._last, self._again = "", ""
        """The pair that was looked at last, and the one to show again."""
        self.tally = Tally()

    @property
    def left(self) -> str:
        """What waits, without the verb."""
        standing = self._standing()
        many = len(standing.waiting)
        said = "1 pair" if many == 1 else f"{many:,} pairs" if many else "no pairs"
        return said + (f"; on {len(standing.differing):,} people differ" if standing.differing else "")

    def run(self) -> None:
        """Until no pair waits or the person leaves. Raises what a piped key could not do."""
        while (pair := self._pair()) is not None:
            self._show(pair)
            self._keys.fresh()
            since = time.monotonic()
            while (done := self._press(pair, since)) is None:
                pass
            if not done:
                return
            self._last = pair.id
        self._say("No pair of records waits for you.")
        if self._desk.newest(self._curator) is not None:
            self._say("`narragraph decide --undo` takes your newest decision back.")

    def _standing(self) -> Standing:
        return standing_pairs(self._desk, self._curator)

    def _pair(self) -> Pair | None:
        wanted, self._again, self._note = self._again, "", None
        if wanted in self._desk.material.pairs:
            return self._desk.material.pairs[wanted]
        return self._standing().after(self._last)

    def _press(self, pair: Pair, since: float) -> bool | None:
        """Do what the next key says; true when the pair is done with, false to leave, null to press again."""
        if self._keys.live:
            self._console.print("> ", end="")
        pressed = self._keys.key()
        if pressed is None or pressed.key == "Q":
            self._say("")
            return False
        if self._keys.live:
            self._say(pressed.key)
        try:
            return self._do(pair, pressed, round(time.monotonic() - since, 1))
        except (DecisionRefused, NotSaved) as error:
            if not self._keys.live:
                raise
            self._say(str(error))
            return None

    def _do(self, pair: Pair, pressed: Pressed, seconds: float) -> bool | None:
        if pressed.rest and pressed.key != "e":
            raise DecisionRefused(f'"{pressed.text}" is no key; `?` lists them.')
        if pressed.key in VERDICTS:
            self._decide(pair, VERDICTS[pressed.key], seconds)
            return True
        match pressed.key:
            case "s":
                self._say("Put off. Nothing was written.")
                return True
            case "u":
                taken = take_back(self._desk, (self._curator, self._device), decisions_only=True)
                self.tally.taken_back += 1
                self._say(f"Taken back: {shown_as.taken(taken.entry, self._desk.material)}")
                self._again = taken.item
                return True
            case "e":
                self._note = pressed.rest or self._keys.line(lambda: self._console.print("note: ", end="")) or None
                self._say("The note goes with the decision." if self._note else "No note.")
                return None
            case "?":
                self._say(HELP)
                return None
        raise DecisionRefused(f'"{pressed.text}" is no key; `?` lists them.')

    def _decide(self, pair: Pair, verdict: PairVerdict, seconds: float) -> None:
        said: PairDecision = pair_decision(pair, verdict, note=self._note, seconds=seconds)
        done = self._desk.act((self._curator, self._device, secrets.token_hex(10)), said)
        self.tally.written[verdict.value] += 1
        self._say(f"Saved. {PAIR_WORDS[verdict]}", *done.notes)

    def _show(self, pair: Pair) -> None:
        standing = self._standing()
        self._say("", f"-- {len(standing.waiting):,} {'pair waits' if len(standing.waiting) == 1 else 'pairs wait'} --")
        points = "" if pair.points is None or pair.points == float("inf") else f" ({pair.points:g} points)"
        self._say(f"Left to a person{points}: {LIST_SEPARATOR.join(pair.reasons)}")
        for line in side_by_side(pair):
            for text in _line(line):
                self._console.print(text)
        for entry in standing.word(pair).entries:
            name, said = self._desk.material.name(entry.curator), decided(entry)
            self._say(f"{name}: {PAIR_WORDS[said.verdict]}" + (f" ({said.note})" if said.note else ""))
        width = self._console.width if self._console.is_terminal else None
        self._say(*shown_as.packed(KEYS, width))

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._console.print(printable(line))


def _line(line: Line) -> list[Text]:
    """One field of both records, the second below the first: in 80 columns two titles do not stand side by side."""
    from rich.text import Text

    found = []
    for letter, pieces in (("A", line.one), ("B", line.other)):
        text = Text(f"{STATES[line.state]} {line.name if letter == 'A' else '':<{NAMES}} {letter} ")
        for said, marked in pieces:
            flat = shown_as.flat(said)
            text.append(f"[{flat.strip()}]" if marked and flat.strip() else flat, "bold underline" if marked else "")
        found.append(text)
    return found
