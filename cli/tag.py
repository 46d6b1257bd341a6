"""`narragraph tag`: full texts -> suggestions."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, Json
from cli.rows import write_json
from cli.tagging import Tagged, tagged
from cli.terminal import Terminal
from graph.documents import PaperText
from graph.suggestions import Band

if TYPE_CHECKING:
    from nlp.workers import Spelled

Executor = Annotated[
    str | None,
    typer.Option(
        "--executor",
        metavar="local:N|dask://HOST:PORT",
        help="Share the texts among N processes, for hundreds of texts where processors are idle, or among the "
        "workers of a Dask scheduler: the texts travel there.",
        show_default=False,
    ),
]
ShardSize = Annotated[
    int | None,
    typer.Option(
        "--shard-size",
        metavar="N",
        min=1,
        help="At most N texts are tagged and kept together; without it a hundredth of them, 16 to 1,000.",
        show_default=False,
    ),
]
Again = Annotated[bool, typer.Option("--again", help="Tag every text anew, even one that was tagged with these words.")]
_WORD = re.compile(r"\w+")


def tag(
    context: typer.Context,
    folder: Folder = None,
    again: Again = False,
    executor: Executor = None,
    shard_size: ShardSize = None,
    as_json: Json = False,
) -> None:
    """Look through the texts of the review for passages that may report an influence of the codebook.

    Nothing is decided and nothing counted: suggestions wait under .narragraph/suggestions/ until a person reads them.
    A text is tagged again only when it, the codebook, terms.csv or the rules changed; an interrupted run goes on.
    Files that cannot be read are named one by one, the others go on (exit 3).
    """
    terminal: Terminal = context.obj
    spelled = None if executor is None else _reached(executor)
    tags = tagged(review_folder(folder), terminal, again=again, executor=spelled, shard_size=shard_size)
    for note in tags.vocabulary.notes:
        terminal.warn(f"Note: {note}")
    for problem in tags.problems:
        terminal.warn(str(problem))
    for sentence in _unread(tags.papers):
        terminal.warn(f"Note: {sentence}")
    if as_json:
        write_json(_tally(tags), sys.stdout)
    else:
        typer.echo(_text(tags), nl=False)
    if tags.problems:
        many = "1 file was" if len(tags.problems) == 1 else f"{len(tags.problems)} files were"
        terminal.warn(f"{many} not tagged; the reasons stand above.")
        raise typer.Exit(Code.DATA_INVALID)
    there = f" {folder}" if folder else ""
    if tags.every:
        terminal.say(f"Next: `narragraph queue{there}` shows what to read first.")
    elif not tags.papers:
        terminal.say("There are no texts: put full texts into texts/, named as their papers are.")


def _reached(executor: str) -> Spelled:
    from nlp.workers import reach, understood

    spelled = understood(executor)
    reach(spelled)
    return spelled


def _tally(tags: Tagged) -> dict[str, object]:
    every = tags.every
    words = sum(len(_WORD.findall(paper.text.text)) for paper in tags.papers)
    return {
        "texts": len(tags.papers),
        "texts_tagged_now": tags.made,
        "shards_made": tags.shards.made,
        "shards_kept": tags.shards.kept,
        "shards_damaged": tags.shards.damaged,
        "words": words,
        "suggestions": len(every),
        "suggestions_per_1000_words": round(1000 * len(every) / words, 1) if words else None,
        "said_twice": sum(one.same_as is not None for one in every),
        "bands": {band.value: sum(one.band is band for one in every) for band in Band},
        "directions": dict(Counter(one.direction.value for one in every).most_common()),
        "assertions": dict(Counter(one.assertion.value for one in every).most_common()),
        "languages": dict(Counter(one.language or "unknown" for one in every).most_common()),
        "files_refused": len(tags.problems),
        "vocabulary": tags.vocabulary.version,
    }


def _text(tags: Tagged) -> str:
    said = _tally(tags)
    rate = said["suggestions_per_1000_words"]
    lines = [
        f"{said['texts']:,} texts, {said['words']:,} words; {tags.made:,} tagged now",
        f"  {'suggestions':<14}{said['suggestions']:,}" + ("" if rate is None else f"   {rate} per 1,000 words"),
    ]
    for name in ("bands", "directions", "assertions"):
        counts = said[name]
        assert isinstance(counts, dict)  # noqa: S101  (made above)
        if any(counts.values()):
            lines.append(f"  {name:<14}" + ", ".join(f"{word} {count:,}" for word, count in counts.items() if count))
    if said["said_twice"]:
        lines.append(f"  {'said twice':<14}{said['said_twice']:,}   as when an abstract repeats its results")
    return "\n".join(lines) + "\n"


def _unread(papers: tuple[PaperText, ...]) -> list[str]:
    """A sentence for each language in which no direction is read."""
    from nlp.cues import has_cues
    from nlp.languages import base_language

    texts: Counter[str] = Counter()
    for paper in papers:
        texts.update({base_language(language) for language in paper.text.languages})
    return [
        f"{language}: {count} {'text holds' if count == 1 else 'texts hold'} passages in it. Influences are found, but "
        "no native reader has checked words for directions yet, so every direction is unclear."
        for language, count in sorted(texts.items())
        if not has_cues(language)
    ]
