"""`narragraph queue`: what to decide next."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.learning import Learnt, learnt
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.tagging import Tagged, tagged, waiting_phrases
from cli.terminal import Terminal
from graph.errors import NotFound, near_misses
from graph.spreadsheet import LIST_SEPARATOR
from graph.suggestions import Suggestion

if TYPE_CHECKING:
    from nlp.phrase_tasks import PhraseTask


class Kind(StrEnum):
    """What waits for a decision."""

    PASSAGES = "passages"
    PHRASES = "phrases"


Paper = Annotated[str | None, typer.Option("--paper", help="Only this paper.", show_default=False)]
Influence = Annotated[str | None, typer.Option("--influence", help="Only this influence.", show_default=False)]
Only = Annotated[Kind | None, typer.Option("--only", help="Only passages of texts, or phrases of tables.")]
Batches = Annotated[int, typer.Option("--batches", min=1, max=1000, help="How many batches of ten.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Start of the random numbers of the slot by lot.")]
BATCH = 10
MOST_NAMED = 3
"""Papers that a row names; of a phrase of more papers it gives the number."""
COLUMNS = (
    *(Column(name) for name in ("suggestion_id", "paper_id", "influence", "direction", "assertion", "band")),
    *(Column(name) for name in ("why_now", "section", "quote")),
    Column("page", "integer"),
    Column("repeats", "integer"),
    Column("kind"),
)


def queue(
    context: typer.Context,
    folder: Folder = None,
    paper: Paper = None,
    influence: Influence = None,
    only: Only = None,
    batches: Batches = 1,
    seed: Seed = 0,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """What to decide next: passages of texts, then phrases of tables that no influence was given to, ten of each.

    Of ten passages most are likely to fill an empty cell (paper x influence), two are doubtful, one is by lot, and once
    50 decisions were made one has no term in it and only reads like what was accepted. `repeats` counts passages of the
    paper that say nearly the same and wait behind the one shown, or further cells that hold the phrase.
    """
    terminal: Terminal = context.obj
    tags = tagged(review_folder(folder), terminal)
    kept, left = _kept(tags, paper, influence), _decided(tags)
    phrases = [] if only is Kind.PASSAGES else _phrases(tags, paper, influence)
    known = Learnt({}, 0) if only is Kind.PHRASES else learnt(tags, kept)
    extra = [one for one in known.extra if _asked_for(one, paper, influence)]
    rows = [] if only is Kind.PHRASES else _rows(tags, kept + extra, (left, known.scores), batches, seed)
    of_phrases = [_phrase_row(tags, task) for task in phrases[: batches * BATCH]]
    shown = chosen_form(form, as_json)
    waiting = sum(one.id not in left for one in kept)
    if shown is Form.JSON:
        counts = {"waiting": waiting, "decided": len(kept) - waiting, "taught_by": known.taught}
        of_pool = {"phrases_waiting": len(phrases), "seed": seed}
        write_json({**counts, **of_pool, "suggestions": rows, "phrases": of_phrases}, sys.stdout)
    else:
        write_rows(shown, COLUMNS, rows + of_phrases, sys.stdout)
    if only is not Kind.PHRASES and (tags.papers or not phrases):
        decided = f"{waiting:,} suggestions wait, {len(kept) - waiting:,} are decided."
        terminal.say(f"{len(rows):,} shown; {decided} {_order(known.taught)}")
    if phrases:
        terminal.say(f"{len(of_phrases):,} of {len(phrases):,} phrases shown that wait for an influence.")
    terminal.say(_next(tags, rows + of_phrases, folder))


def _phrases(tags: Tagged, paper: str | None, influence: str | None) -> list[PhraseTask]:
    return [
        task
        for task in waiting_phrases(tags)
        if (paper is None or paper in task.papers)
        and (influence is None or influence in {one.influence_id for one in task.suggestions})
    ]


def _phrase_row(tags: Tagged, task: PhraseTask) -> dict[str, object]:
    papers = LIST_SEPARATOR.join(task.papers) if len(task.papers) <= MOST_NAMED else f"{len(task.papers)} papers"
    best = task.suggestions[0] if task.suggestions else None
    return {
        "suggestion_id": task.id,
        "paper_id": papers,
        "influence": None if best is None else tags.names[best.influence_id],
        "direction": LIST_SEPARATOR.join(direction.value for direction in task.directions),
        "assertion": None,
        "band": None,
        "why_now": f"in {len(task.papers)} {'paper' if len(task.papers) == 1 else 'papers'}",
        "section": "table",
        "quote": task.phrase,
        "page": None,
        "repeats": max(0, len(task.places) - 1),
        "kind": "phrase",
    }


def _next(tags: Tagged, rows: list[dict[str, object]], folder: Path | None) -> str:
    if rows:
        there, explained = (f" {folder}", f" --folder {folder}") if folder else ("", "")
        why = f"`narragraph explain {rows[0]['suggestion_id']}{explained}` says why one is suggested"
        return (
            f"Next: `narragraph decide{there}` decides on them, as does the page of `narragraph serve{there}`; {why}."
        )
    if not tags.papers:
        return "There are no texts: put full texts into texts/, then run `narragraph tag`."
    return "Nothing is left to read here."


def _order(taught: int) -> str:
    if not taught:
        return "In the order of the rules: nobody has decided yet."
    return f"In the order that {taught:,} {'decision teaches' if taught == 1 else 'decisions teach'}."


def _kept(tags: Tagged, paper: str | None, influence: str | None) -> list[Suggestion]:
    if influence is not None and influence not in tags.names:
        raise NotFound("Influence", influence, near_misses(influence, tags.names))
    papers = [one.paper_id for one in tags.papers] + _papers_of_tables(tags)
    if paper is not None and paper not in papers:
        raise NotFound("Paper", paper, near_misses(paper, papers))
    return [one for one in tags.every if _asked_for(one, paper, influence)]


def _asked_for(one: Suggestion, paper: str | None, influence: str | None) -> bool:
    return paper in {None, one.paper_id} and influence in {None, one.influence_id}


def _papers_of_tables(tags: Tagged) -> list[str]:
    found: list[str] = tags.curated.ingested.tables.node("Paper").column("id").to_pylist()
    return found


def _decided(tags: Tagged) -> set[str]:
    """Ids of suggestions that somebody decided on, as far as everybody may see it."""
    return set(tags.curated.state.by_suggestion)


def _rows(
    tags: Tagged, kept: list[Suggestion], known: tuple[set[str], Mapping[str, float]], many: int, seed: int
) -> list[dict[str, object]]:
    from itertools import islice

    from nlp.reading_order import Progress, batches

    approved = Counter(
        (one.paper_id, made.claim.influence_id) for one in tags.curated.state.candidates for made in one.made
    )
    names = tags.names
    decided, scores = known
    return [
        {
            "suggestion_id": pick.suggestion.id,
            "paper_id": pick.suggestion.paper_id,
            "influence": names[pick.suggestion.influence_id],
            "direction": pick.suggestion.direction.value,
            "assertion": pick.suggestion.assertion.value,
            "band": pick.suggestion.band.value,
            "why_now": pick.slot.value,
            "section": pick.suggestion.section.value,
            "quote": pick.suggestion.anchor.quote,
            "page": pick.suggestion.anchor.page,
            "repeats": len(pick.behind),
            "kind": "passage",
        }
        for batch in islice(batches(kept, scores, Progress(decided, approved), seed=seed), many)
        for pick in batch
    ]
