"""`narragraph explain`: why a passage is suggested."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.learning import learnt
from cli.options import FolderOption, Json
from cli.rows import write_json
from cli.tagging import Tagged, tagged, the_phrase, the_suggestion
from cli.terminal import Terminal, printable
from graph.errors import NotFound
from graph.plain import plain
from graph.suggestions import Reason, Suggestion

if TYPE_CHECKING:
    from nlp.phrase_tasks import PhraseTask

MOST_PLACES = 10
Id = Annotated[str, typer.Argument(metavar="SUGGESTION_ID", help="The id as `queue` prints it, or its beginning.")]


def explain(context: typer.Context, suggestion_id: Id, folder: FolderOption = None, as_json: Json = False) -> None:
    """Why this passage is suggested: the words and rules behind it, with their places.

    The id of a phrase (draft:...) shows where it stands, and which influences it may stand for.
    """
    terminal: Terminal = context.obj
    tags = tagged(review_folder(folder), terminal)
    if suggestion_id.startswith("draft:"):
        _explain_phrase(tags, the_phrase(tags, suggestion_id), as_json)
        return
    try:
        one = the_suggestion(tags, suggestion_id)
    except NotFound:
        one = the_suggestion(tags, suggestion_id, learnt(tags, tags.every).extra)
    if as_json:
        write_json(asdict(one) | {"influence": tags.names[one.influence_id]}, sys.stdout)
    else:
        typer.echo(printable("\n".join(_lines(tags, one))))


def _explain_phrase(tags: Tagged, task: PhraseTask, as_json: bool) -> None:
    if as_json:
        write_json(plain(task), sys.stdout)
        return
    many = f"{len(task.papers)} {'paper' if len(task.papers) == 1 else 'papers'}"
    said = ", ".join(f"{direction.value} {count}" for direction, count in task.directions.items())
    lines = [f"{task.id}   {task.phrase}", f"  in {many}: {said}; waits for an influence", "", "  may stand for"]
    for one in task.suggestions:
        lines.append(f"    {tags.names[one.influence_id]} ({one.influence_id}), score {one.score}")
        lines += [f"      {reason.rule:<28}{reason.said}{_where(reason)}" for reason in one.reasons]
    if not task.suggestions:
        lines.append("    nothing: no word of the codebook or of terms.csv is in it")
    lines.append("  stands in")
    for place in task.places[:MOST_PLACES]:
        sheet = f", sheet {place.sheet}" if place.sheet else ""
        lines.append(f"    {place.paper_id}: {place.path}{sheet}, cell {place.cell}, {place.direction.value}")
    if len(task.places) > MOST_PLACES:
        lines.append(f"    and {len(task.places) - MOST_PLACES:,} more cells")
    lines.append("  a row of phrases.csv (phrase,influence_id) gives it to an influence, and so does a decision")
    typer.echo(printable("\n".join(lines)))


def _where(reason: Reason) -> str:
    return "" if reason.char_start is None else f"  ({reason.char_start:,} to {reason.char_end:,})"


def _lines(tags: Tagged, one: Suggestion) -> list[str]:
    anchor = one.anchor
    page = f", page {anchor.page}" if anchor.page else ""
    under = f', under "{one.heading}"' if one.heading else ""
    mitigated = ", reported as overcome" if one.mitigated else ""
    lines = [
        f"{one.id}   {tags.names[one.influence_id]} ({one.influence_id})",
        f"  {one.direction.value}, {one.assertion.value}{mitigated}; band {one.band.value}, not decided",
        f"  {one.path}, characters {anchor.char_start:,} to {anchor.char_end:,}{page}; {one.section.value}{under}",
        "",
        "  " + _marked(one),
        "",
        "  why",
    ]
    lines += [f"    {reason.rule:<28}{reason.said}{_where(reason)}" for reason in one.reasons]
    if one.context:
        lines.append("  context")
        lines += [
            f"    {named.kind:<12}{named.value:<24}{named.said}  (in its {named.near.value})" for named in one.context
        ]
    if one.same_as:
        lines.append(f"  says nearly the same as {one.same_as}")
    lines.append(f"  by {one.engine}")
    return lines


def _marked(one: Suggestion) -> str:
    """The quote with the words for the influence in brackets, and what stands around it."""
    quote, start = one.anchor.quote, one.anchor.char_start
    if one.mention is not None:
        at, end = one.mention[0] - start, one.mention[1] - start
        quote = f"{quote[:at]}[{quote[at:end]}]{quote[end:]}"
    before, after = one.anchor.prefix.strip(), one.anchor.suffix.strip()
    return " ".join(f"{'... ' + before if before else ''} >> {quote} << {after + ' ...' if after else ''}".split())
