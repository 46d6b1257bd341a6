"""`narragraph explain`: why a passage is suggested."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from cli.folder import review_folder
from cli.options import FolderOption, Json
from cli.rows import write_json
from cli.tagging import Tagged, tagged, the_suggestion
from cli.terminal import Terminal, printable
from graph.suggestions import Suggestion

Id = Annotated[str, typer.Argument(metavar="SUGGESTION_ID", help="The id as `queue` prints it, or its beginning.")]


def explain(context: typer.Context, suggestion_id: Id, folder: FolderOption = None, as_json: Json = False) -> None:
    """Why this passage is suggested: the words and rules behind it, with their places."""
    terminal: Terminal = context.obj
    tags = tagged(review_folder(folder), terminal)
    one = the_suggestion(tags, suggestion_id)
    if as_json:
        write_json(asdict(one) | {"influence": tags.names[one.influence_id]}, sys.stdout)
    else:
        typer.echo(printable("\n".join(_lines(tags, one))))


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
    for reason in one.reasons:
        place = "" if reason.char_start is None else f"  ({reason.char_start:,} to {reason.char_end:,})"
        lines.append(f"    {reason.rule:<28}{reason.said}{place}")
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
