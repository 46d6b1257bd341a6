"""A review folder as a desk: read with its decisions, tagged, and put in an order that learns."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.pairs import pairs_to_decide
from cli.tagging import Tagged, tagged, waiting_phrases
from cli.terminal import Terminal
from graph import version
from graph.errors import ConfigError, ReviewFolderError
from graph.suggestions import Suggestion

if TYPE_CHECKING:
    from cli.curated import Curated
    from curation.material import Material, PaperLine
    from curation.queue import Known
    from graph.tables import GraphTables
    from nlp.phrase_tasks import PhraseTask

LEARN_EVERY = 5
"""New labels after which the order is learnt anew."""
AT_ONCE = 2000
"""Labels up to which that is done while the curator waits (about a second); above, in the background."""


@dataclass(frozen=True)
class Opened:
    """A folder, read once: what people decide on, the tables of its graph, the order, and how many entries it had."""

    material: Material
    tables: GraphTables
    order: Ordering
    entries: int


def opened_quietly(place: Path) -> Opened:
    """The folder for people who decide on the page: a server has no terminal of theirs."""
    return opened(place, Terminal(quiet=True))


def opened(place: Path, terminal: Terminal) -> Opened:
    """Read a folder and tag what is new. Raises ReviewFolderError when it has problems."""
    from cli.curated import read_curated

    tags: Tagged | None
    try:
        tags = tagged(place, terminal)
        curated = tags.curated
    except typer.Exit:
        message = "the folder has problems. `narragraph check` lists them all; nothing was lost."
        raise ReviewFolderError(str(place), message) from None
    except ConfigError:
        # No influence is active: there are no suggestions, but decisions and phrases can be looked at.
        tags, curated = None, read_curated(place)
        if curated.ingested.report.problems:
            raise ReviewFolderError(str(place), str(curated.ingested.report.problems[0])) from None
    entries = len(curated.ledgers.entries)
    material = material_of(curated, tags)
    return Opened(material, curated.ingested.tables, Ordering(tags, material.offered), entries)


def material_of(curated: Curated, tags: Tagged | None) -> Material:
    """What a folder gives people to decide on."""
    from curation.apply import Base
    from curation.material import Material, Person, Rules

    review, tables = curated.ingested.review, curated.ingested.tables
    assert review is not None  # noqa: S101  (a folder without problems has one)
    assert curated.known is not None  # noqa: S101
    double = review.curators.double_coding
    texts = {paper.path: paper for paper in curated.ingested.texts.papers}
    by_paper: dict[str, list[str]] = {}
    for path in sorted(texts):
        by_paper.setdefault(texts[path].paper_id, []).append(path)
    settings = tables.node("Setting").select(["kind", "name"]).to_pylist()
    return Material(
        base=Base(curated.known, curated.inputs),
        title=review.review.title or review.review.id,
        papers=_papers(tables),
        texts=texts,
        suggestions={one.id: one for one in tags.every} if tags else {},
        influences=dict(curated.ingested.codebook.influences),
        settings=tuple(
            sorted(((row["kind"], row["name"]) for row in settings), key=lambda one: (one[0] or "", one[1]))
        ),
        people={one.id: Person(one.id, one.name or one.id, one.role) for one in review.curators.people},
        base_rows=curated.base,
        later=curated.rows.later,
        phrases=dict(curated.ingested.codebook.phrases),
        waiting_phrases=_phrases(curated, tags),
        pairs=pairs_to_decide(curated),
        rules=Rules(review.curators.blind_share, double.share, double.seed, double.each),
        codebook=curated.ingested.codebook.version,
        engines=_engines(),
        by_paper={paper: tuple(paths) for paper, paths in by_paper.items()},
    )


def _papers(tables: GraphTables) -> dict[str, PaperLine]:
    from curation.material import PaperLine

    rows = tables.node("Paper").select(["id", "title", "authors", "year"]).to_pylist()
    return {row["id"]: PaperLine(row["id"], row["title"], _authors(row["authors"]), row["year"]) for row in rows}


def _authors(names: Sequence[str] | None) -> str | None:
    """Authors in one line: of more than three the first."""
    if not names:
        return None
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} et al."


def _phrases(curated: Curated, tags: Tagged | None) -> tuple[PhraseTask, ...]:
    if tags is not None:
        return tuple(waiting_phrases(tags))
    from nlp.phrase_tasks import unassigned_phrases

    return tuple(unassigned_phrases(curated.ingested.tables))


def _engines() -> dict[str, str]:
    from nlp.rules_version import RULES_VERSION

    return {"narragraph": version(), "rules": RULES_VERSION}


class Ordering:
    """The order of a queue, learnt from what everybody may see; a batch of ten at a time."""

    def __init__(self, tags: Tagged | None, offered: dict[str, Suggestion], seed: int = 0) -> None:
        """`offered` is where suggestions of the model alone are put when there are any."""
        self._tags = tags
        self._offered = offered
        self._seed = seed
        self._scores: Mapping[str, float] = {}
        self._learnt = 0
        self._lock = threading.Lock()

    def __call__(self, waiting: Sequence[Suggestion], known: Known) -> Sequence[str]:
        """The ids of the next batch."""
        from nlp.reading_order import Progress, next_batch

        self._learn(known)
        progress = Progress(known.decided, known.filled)
        extra = [
            one
            for one in self._offered.values()
            if one.id not in known.decided
            and known.part.paper in {None, one.paper_id}
            and known.part.influence in {None, one.influence_id}
        ]
        picked = next_batch([*waiting, *extra], self._scores, progress, seed=self._seed)
        return [pick.suggestion.id for pick in picked]

    def _learn(self, known: Known) -> None:
        """Learn again when enough was decided since the last time."""
        if self._tags is None:
            return
        from cli.learning import labels

        tags = replace(self._tags, curated=replace(self._tags.curated, state=known.state))
        many = len(labels(tags))
        if many - self._learnt < LEARN_EVERY and many >= self._learnt:
            return
        self._learnt = many
        if many <= AT_ONCE:
            self._train(tags)
        else:
            threading.Thread(target=self._train, args=(tags,), daemon=True).start()

    def _train(self, tags: Tagged) -> None:
        from cli.learning import learnt

        with self._lock:
            found = learnt(tags, tags.every)
            self._offered.update({one.id: one for one in found.extra})
            self._scores = found.scores
