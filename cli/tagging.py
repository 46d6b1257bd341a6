"""The suggestions of a review folder: made once per text, kept in shards, and read again by whatever shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.exits import Code
from cli.reading import decided
from cli.terminal import Terminal
from graph.documents import PaperText
from graph.errors import ConfigError, NotFound, TextError, near_misses
from graph.model import InfluenceStatus
from graph.progress import Progress
from graph.suggestions import Suggestion

if TYPE_CHECKING:
    from cli.curated import Curated
    from nlp.phrase_tasks import PhraseSuggestion, PhraseTask
    from nlp.vocabulary import Vocabulary
    from nlp.workers import Spelled


_REPORT = "The other texts were tagged. If it happens again, report it as a defect of narragraph."


@dataclass(frozen=True, slots=True)
class Shards:
    """Files of suggestions: made now, found whole, and set aside because they were damaged."""

    made: int = 0
    kept: int = 0
    damaged: int = 0


@dataclass(frozen=True)
class Tagged:
    """Papers with texts, the suggestions of each by path, and what was wrong with the other files."""

    curated: Curated
    vocabulary: Vocabulary
    papers: tuple[PaperText, ...]
    suggestions: Mapping[str, list[Suggestion]]
    made: int
    """Texts that were tagged now; the others had been before."""
    problems: tuple[TextError, ...]
    place: Path | None = None
    """The review folder."""
    shards: Shards = Shards()

    @property
    def every(self) -> list[Suggestion]:
        """All suggestions, paper by paper in the order of the text."""
        return [one for paper in self.papers for one in self.suggestions[paper.path]]

    @property
    def names(self) -> dict[str, str]:
        """Influence id -> name."""
        return {influence.id: influence.name for influence in self.vocabulary.influences}


def tagged(
    place: Path,
    terminal: Terminal,
    *,
    again: bool = False,
    executor: Spelled | None = None,
    shard_size: int | None = None,
) -> Tagged:
    """Read the folder and tag what was not tagged with these words and rules before. Each shard of texts is kept when
    it is done, so that an interrupted run goes on where it was. An executor shares out what is to be tagged.

    Raises WorkersUnavailable.
    """
    from nlp.suggestion_file import read_kept, remove_shards
    from nlp.versions import text_key

    with terminal.progress() as progress:
        curated = decided(place, terminal, progress)
        _refuse_broken(curated, terminal)
        words = _vocabulary(curated)
        papers = sorted(curated.ingested.texts.papers, key=lambda paper: paper.path)
        keys = {text_key(paper, words): paper for paper in papers}
        if again:
            remove_shards(place, words)
        kept = read_kept(place, words, keys)
        for sentence in kept.damaged:
            terminal.warn(f"Note: {sentence}")
        waiting = [paper for key, paper in keys.items() if key not in kept.suggestions]
        made = _Made()
        if waiting:
            made = _tag(place, waiting, words, progress, executor, shard_size)
    found = kept.suggestions | made.suggestions
    by_path = {paper.path: list(found.get(key, ())) for key, paper in keys.items()}
    problems = (*curated.ingested.texts.problems, *made.problems)
    shards = Shards(made.shards, len(kept.manifest), len(kept.damaged))
    return Tagged(curated, words, tuple(papers), by_path, len(waiting), problems, place, shards)


@dataclass
class _Made:
    suggestions: dict[str, tuple[Suggestion, ...]] = field(default_factory=dict)
    problems: list[TextError] = field(default_factory=list)
    shards: int = 0


def _tag(
    place: Path,
    waiting: Sequence[PaperText],
    words: Vocabulary,
    progress: Progress,
    executor: Spelled | None,
    size: int | None,
) -> _Made:
    """Tag some texts shard by shard, and keep each shard when it is done."""
    from nlp.sharded import cut, tagged_shards
    from nlp.suggestion_file import write_shard

    shards, made = cut(waiting, words, size), _Made()
    progress(f"tagging, {len(shards)} shards", 0, len(waiting))
    for done in tagged_shards(shards, words, executor):
        if done.shard is not None and done.found:
            write_shard(place, done.shard)
            made.shards += 1
        made.suggestions |= done.found
        for one in done.problems:
            made.problems.append(TextError(one.path, str(one.problem), rule="tagging", fix=_REPORT))
        texts = len(made.suggestions) + len(made.problems)
        # Where a worker ended over a shard, there are more of them than were cut.
        progress(f"tagging, shard {made.shards} of {max(made.shards, len(shards))}", texts, len(waiting))
    return made


def waiting_phrases(tags: Tagged) -> list[PhraseTask]:
    """The phrases of the tables that no influence was given to, those of most papers first, each with what is suggested
    for it. Empty where the codebook assigns all. What is assigned is not among them after the folder is read again.
    """
    from nlp.phrase_tasks import unassigned_phrases

    tasks = unassigned_phrases(tags.curated.ingested.tables)
    if not tasks:
        return []
    known = _kept_phrases(tags, [task.phrase for task in tasks])
    return [replace(task, suggestions=known[task.phrase]) for task in tasks]


def _kept_phrases(tags: Tagged, phrases: list[str]) -> Mapping[str, tuple[PhraseSuggestion, ...]]:
    """What is suggested for each phrase: kept, as it is for texts, so that a list of phrases is looked through once."""
    from nlp.suggestion_file import phrase_file, read_phrases, write_phrases

    language = _language_of_terms(tags.vocabulary)
    file = None if tags.place is None else phrase_file(tags.place, tags.vocabulary, language)
    known = {} if file is None else read_phrases(file)
    new = [phrase for phrase in phrases if phrase not in known]
    if new:
        from nlp.phrases import suggest_for_phrases

        known |= suggest_for_phrases(new, tags.vocabulary, language)
        if file is not None:
            write_phrases(file, known)
    return known


def _language_of_terms(words: Vocabulary) -> str:
    """The language that phrases are read in: that of the terms where there is one, else English. A few words are too
    short to tell their language by.
    """
    languages = {term.language for term in words.terms if term.language}
    return languages.pop() if len(languages) == 1 else "en"


def the_suggestion(tags: Tagged, given: str, extra: Sequence[Suggestion] = ()) -> Suggestion:
    """The suggestion of an id or of its beginning, also among `extra`. Raises NotFound, with what looks like it."""
    every = [*tags.every, *extra]
    found = [one for one in every if one.id == given] or [
        one for one in every if len(given) > 4 and one.id.startswith(given)
    ]
    if len(found) == 1:
        return found[0]
    near = tuple(one.id for one in found[:3]) or near_misses(given, [one.id for one in every])
    raise NotFound("Suggestion", given, near)


def the_phrase(tags: Tagged, given: str) -> PhraseTask:
    """The waiting phrase of an id. Raises NotFound, with what looks like it."""
    tasks = {task.id: task for task in waiting_phrases(tags)}
    if given not in tasks:
        raise NotFound("phrase that waits", given, near_misses(given, tasks))
    return tasks[given]


def _refuse_broken(curated: Curated, terminal: Terminal) -> None:
    problems = curated.ingested.report.problems
    if problems:
        for problem in problems[:5]:
            terminal.warn(str(problem))
        terminal.warn("Nothing was tagged: the review folder has problems. `narragraph check` lists them all.")
        raise typer.Exit(Code.DATA_INVALID)


def _vocabulary(curated: Curated) -> Vocabulary:
    from nlp.vocabulary import vocabulary

    codebook = curated.ingested.codebook
    active = [one for one in codebook.influences.values() if one.status is InfluenceStatus.ACTIVE]
    if not active:
        message = (
            "there is no influence to look for: codebook.csv is missing or holds drafts only. Name influences in it."
        )
        raise ConfigError("codebook.csv", message)
    ids = {influence.id for influence in active}
    return vocabulary(active, [term for term in codebook.terms if term.influence_id in ids])
