"""A passage or a phrase as text for a terminal: what was said first, then what is proposed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cli.queue import MOST_NAMED
from cli.terminal import printable
from curation.cards import Card
from curation.entries import KIND_OF, Claim, Decision, Entry, PhraseChange
from curation.material import Material
from curation.pair_decisions import PAIR_WORDS, PairDecision
from graph.codebook_rows import InfluenceRow
from graph.spreadsheet import LIST_SEPARATOR
from graph.suggestions import Reason
from nlp.phrase_tasks import PhraseTask

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

KEYS: tuple[str, ...] = (
    "a accept",
    "x reject",
    "s skip",
    "q unsure",
    "f b m n direction",
    "1-9 / influence",
    "u undo",
    "? all keys",
)
PHRASE_KEYS: tuple[str, ...] = (
    "a assign to what is suggested",
    "1-9 / assign to another",
    "s skip",
    "u undo",
    "? all keys",
)
HELP = """\
a        accept the claim as it is shown; a changed one is written as an edit
x  q     reject it; unsure
s        skip: it comes again at the end of its batch
u        take back the newest decision, and show it again
f b m n  direction: facilitator, barrier, mixed, neutral
1 to 9   another influence, by its number; for a phrase: assign it
/        look an influence up by words; then its number
t        the rest of the claim: unclear or absent, kind of statement, study, setting
e        a note, written with the decision
w        why it is suggested
Q        leave; so does Ctrl-D. Everything decided is saved already."""
MOST_PLACES = 5
MOST_QUOTED = 60


def console() -> Console:
    """Where cards are written: as wide as the terminal; in a pipe nothing is wrapped or coloured."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())


def passage(found: Card, material: Material) -> Iterable[Text]:
    """A passage in its surroundings, and what is proposed, unless it is to be decided before it is seen."""
    from rich.text import Text

    one = found.suggestion
    yield Text(flat(found.paper), "bold")
    under = f', under "{flat(one.heading)}"' if one.heading else ""
    page = f", page {one.anchor.page}" if one.anchor.page else ""
    yield Text(f"{one.section.value}{under}{page}; {flat(one.path)}")
    yield Text()
    said = Text().append(flat(found.before), "dim").append(" >> ")
    for text, named in found.pieces:
        said.append(f"[{flat(text)}]" if named else flat(text), "bold underline" if named else "bold")
    yield said.append(" << ").append(flat(found.after), "dim")
    yield Text()
    for entry in found.decisions:
        yield Text(f"Decided already by {flat(material.name(entry.curator))}: {written(entry, material)}")
    if found.blind:
        yield Text("Decide before you see what is suggested: choose an influence and a direction, or reject.")
        return
    kind = "" if one.assertion == "finding" else f", as {one.assertion.replace('_', ' ')}"
    overcome = ", overcome" if one.mitigated else ""
    by = "Marked by a person" if one.origin == "human" else "Suggested"
    name = influence(one.influence_id, material)
    yield Text(f"{by}: {name}, {one.direction.value}{kind}{overcome} ({one.band.value})")


def phrase(task: PhraseTask, material: Material) -> Iterable[Text]:
    """A phrase of tables, where it stands, and what it may stand for."""
    from rich.text import Text

    papers = LIST_SEPARATOR.join(task.papers) if len(task.papers) <= MOST_NAMED else f"{len(task.papers)} papers"
    said = ", ".join(f"{direction.value} {count}" for direction, count in task.directions.items())
    yield Text(f"In {flat(papers)}: {said}")
    for place in task.places[:MOST_PLACES]:
        sheet = f", sheet {place.sheet}" if place.sheet else ""
        yield Text("  " + flat(f"{place.path}{sheet}, cell {place.cell}"))
    if len(task.places) > MOST_PLACES:
        yield Text(f"  and {len(task.places) - MOST_PLACES:,} more cells")
    yield Text()
    yield Text(" >> ").append(flat(task.phrase), "bold").append(" << ")
    yield Text()
    best = [influence(one.influence_id, material) for one in task.suggestions]
    yield Text(f"May stand for: {LIST_SEPARATOR.join(best)}" if best else "No word of the codebook is in it.")


def numbered(rows: Sequence[InfluenceRow], most: int) -> list[str]:
    """Influences with their numbers."""
    more = [f"and {len(rows) - most:,} more: / finds them"] if len(rows) > most else []
    return [*(f"{number} {flat(row.name)}" for number, row in enumerate(rows[:most], start=1)), *more]


def packed(parts: Iterable[str], width: int | None) -> list[str]:
    """Parts side by side, none of them broken over two lines; null: one line."""
    from rich.cells import cell_len

    lines: list[str] = []
    for part in parts:
        if lines and (width is None or cell_len(lines[-1]) + 2 + cell_len(part) <= width):
            lines[-1] += f"  {part}"
        else:
            lines.append(part)
    return lines


def claim(said: Claim, material: Material) -> str:
    """A claim in words."""
    parts = [influence(said.influence_id, material), said.direction.value]
    if said.assertion != "finding":
        parts.append(f"as {said.assertion.replace('_', ' ')}")
    parts += [flat(part) for part in (said.setting, said.study_id) if part]
    return ", ".join(parts)


def written(entry: Entry, material: Material) -> str:
    """What an entry says, in words."""
    if isinstance(entry.body, PhraseChange):
        to = entry.body.influence_id
        return f'"{flat(entry.body.phrase)}" -> {influence(to, material) if to else "no influence"}'
    if isinstance(entry.body, PairDecision):
        titles = (flat(title or id_)[:MOST_QUOTED] for title, id_ in _ends(entry.body))
        return f"{PAIR_WORDS[entry.body.verdict]}: {' | '.join(titles)}"
    verdict, claims = getattr(entry.body, "verdict", None), getattr(entry.body, "claims", ())
    if verdict is None:
        return KIND_OF[type(entry.body)]
    return ": ".join([verdict.value, *filter(None, [LIST_SEPARATOR.join(claim(one, material) for one in claims)])])


def _ends(body: PairDecision) -> Iterable[tuple[str | None, str]]:
    return (body.one_title, body.one), (body.other_title, body.other)


def taken(entry: Entry, material: Material) -> str:
    """What an entry says, and of which words."""
    if not isinstance(entry.body, Decision):
        return written(entry, material)
    quote = flat(entry.body.anchor.quote)
    return f'{written(entry, material)} of "{quote[:MOST_QUOTED]}{"..." if len(quote) > MOST_QUOTED else ""}"'


def why(reasons: Sequence[Reason]) -> list[str]:
    """The rules that fired, and the words on which they did."""
    if not reasons:
        return ["No rule: a person marked it, or only the model proposes it."]
    return [f"  {flat(reason.rule):<28}{flat(reason.said)}".rstrip() for reason in reasons]


def influence(id_: str, material: Material) -> str:
    """The name of an influence; its id when the codebook lost it."""
    row = material.influences.get(id_)
    return flat(row.name if row else id_)


def flat(text: str) -> str:
    """One line that does to a terminal nothing but stand there."""
    return re.sub(r"\s+", " ", printable(text))
