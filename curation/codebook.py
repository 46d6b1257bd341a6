"""Codebook changes and assigned phrases, folded over the base files. A hand edit that crosses one is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from curation.entries import Change, CodebookChange, Entry, Freeze, PhraseChange
from graph.codebook_rows import CodebookRows, InfluenceRow
from graph.errors import CodebookError, near_misses
from graph.ids import digest, fold
from graph.model import InfluenceStatus

CODEBOOK = "codebook.csv"
PHRASES = "phrases.csv"


@dataclass
class _Book:
    """The codebook while entries are applied to it."""

    influences: dict[str, InfluenceRow]
    phrases: dict[str, str]
    other_names: dict[str, str]
    moved: dict[str, str]
    later: set[str]
    by_ledger: set[str] = field(default_factory=set)
    """Folded phrases that an entry gave their influence."""
    errors: list[CodebookError] = field(default_factory=list)

    def now(self, id_: str) -> str:
        """The influence that an id stands for after all merges."""
        return self.moved.get(id_, id_)

    def wrong(self, entry: Entry, message: str, term: str, *, known: Sequence[str] = ()) -> None:
        """Tell that an entry cannot be applied."""
        self.errors.append(CodebookError(message, path=entry.where, term=term, near=near_misses(term, known)))

    def owner(self, words: str) -> str | None:
        """The influence that has these words as its name or id."""
        folded = fold(words)
        return next((row.id for row in self.influences.values() if folded in {fold(row.id), fold(row.name)}), None)


def fold_codebook(base: CodebookRows, changes: Sequence[Entry]) -> tuple[CodebookRows, tuple[CodebookError, ...]]:
    """The codebook after the changes, in ledger order, and what contradicts it. Without changes it is the base.

    Changes that the base was frozen with are in it already.
    """
    base, changes = thawed(base, changes)
    if not changes:
        return base, ()
    book = _Book(dict(base.influences), dict(base.phrases), dict(base.other_names), dict(base.moved), set(base.later))
    for entry in changes:
        match entry.body:
            case PhraseChange():
                _phrase(book, entry, entry.body)
            case CodebookChange():
                _CHANGES[entry.body.change](book, entry, entry.body)
    version = digest([base.version, *(entry.id for entry in changes)], 12)
    rows = CodebookRows(book.influences, book.phrases, version, book.other_names, book.moved, frozenset(book.later))
    return rows, tuple(book.errors)


def thawed(base: CodebookRows, changes: Sequence[Entry]) -> tuple[CodebookRows, list[Entry]]:
    """The base with what its freezing kept beside the files, and the changes that are not in it yet.

    A base is taken for one that was frozen unless it is of a version from before: files may be edited after it, and
    older ones restored.
    """
    freezes = [entry.body for entry in changes if isinstance(entry.body, Freeze)]
    left = [entry for entry in changes if not isinstance(entry.body, Freeze)]
    for nth in range(len(freezes) - 1, -1, -1):
        earlier = {one.before for one in freezes[: nth + 1]} | {one.after for one in freezes[:nth]}
        frozen = freezes[nth]
        if base.version not in earlier - {frozen.after}:
            kept = replace(base, moved=frozen.moved, other_names=frozen.other_names, later=frozenset(frozen.later))
            return kept, [entry for entry in left if entry.id not in set(frozen.of)]
    return base, left


def _phrase(book: _Book, entry: Entry, said: PhraseChange) -> None:
    phrase, wanted = fold(said.phrase), None if said.influence_id is None else book.now(said.influence_id)
    if wanted is not None and wanted not in book.influences:
        _unknown(book, entry, wanted)
        return
    owner = book.owner(said.phrase)
    if owner is not None and owner != wanted:
        book.wrong(entry, f'"{said.phrase}" is the name of {owner}, so it cannot stand for {wanted}.', said.phrase)
        return
    held = book.phrases.get(phrase)
    seen = {wanted, None if said.was is None else book.now(said.was)}
    # Two people may assign one phrase without knowing of each other: the later entry stands, and nobody is stopped.
    if held not in seen and phrase not in book.by_ledger:
        message = _crossed(f'the phrase "{said.phrase}"', PHRASES, held, (said.was, wanted, said.base))
        book.wrong(entry, message, said.phrase)
        return
    book.by_ledger.add(phrase)
    if wanted is None:
        book.phrases.pop(phrase, None)
    else:
        book.phrases[phrase] = wanted


def _crossed(what: str, file: str, held: str | None, said: tuple[str | None, str | None, str | None]) -> str:
    """Two values, and the one that both started from."""
    was, now, base = said

    def shown(value: str | None) -> str:
        return "nothing" if value is None else f'"{value}"'

    return (
        f"it made {what} {shown(now)} where it had seen {shown(was)} (codebook {base or 'unknown'}), and {file} or an "
        f"entry before it says {shown(held)}. Undo this entry, or put {shown(was)} or {shown(now)} there."
    )


def _unknown(book: _Book, entry: Entry, id_: str) -> None:
    message = f'it names the influence "{id_}", which the codebook does not have. Is {CODEBOOK} an older one?'
    book.wrong(entry, message, id_, known=list(book.influences))


def _row(book: _Book, entry: Entry, said: CodebookChange) -> InfluenceRow | None:
    """The influence that a change is about, if it is as its author saw it or as they made it."""
    row = book.influences.get(book.now(said.influence_id))
    if row is None:
        _unknown(book, entry, said.influence_id)
        return None
    for name, was in said.was.items():
        held = getattr(row, name, None)
        if held not in {was, said.now.get(name, was)}:
            what = f"the {name} of {row.id}"
            book.wrong(entry, _crossed(what, CODEBOOK, held, (was, said.now.get(name, was), said.base)), row.id)
            return None
    return row


def _rename(book: _Book, entry: Entry, said: CodebookChange) -> None:
    row = _row(book, entry, said)
    name = said.now["name"]
    if row is None or name is None:
        return
    owner = book.owner(name)
    if owner is not None and owner != row.id:
        book.wrong(entry, f'"{name}" is the name of {owner} already.', name)
        return
    book.influences[row.id] = replace(row, name=name)
    _also_known(book, said.was["name"] or row.name, row.id)


def _also_known(book: _Book, words: str, id_: str) -> None:
    if book.owner(words) is None:
        book.other_names[fold(words)] = id_


def _move(book: _Book, entry: Entry, said: CodebookChange) -> None:
    row = _row(book, entry, said)
    if row is None:
        return
    parent = said.now["parent_id"]
    above = book.now(parent) if parent else None
    at = above
    while at is not None:
        if at == row.id:
            book.wrong(entry, f"it puts {row.id} under {parent}, which is narrower than it.", row.id)
            return
        if at not in book.influences:
            _unknown(book, entry, at)
            return
        at = book.influences[at].parent_id
    book.influences[row.id] = replace(row, parent_id=above)


def _merge(book: _Book, entry: Entry, said: CodebookChange) -> None:
    gone, into = said.influence_id, book.now(said.into or "")
    if into not in book.influences:
        _unknown(book, entry, into)
        return
    frozen = gone not in book.influences  # a new base was written since: what is left are the old names
    if not frozen and _row(book, entry, said) is None:
        return
    if book.now(gone) == into and frozen:
        return
    row = book.influences.pop(gone, None)
    for other in list(book.influences.values()):
        if other.parent_id == gone:
            above = (row.parent_id if row else None) if other.id == into else into
            book.influences[other.id] = replace(other, parent_id=above)
    book.phrases = {phrase: into if id_ == gone else id_ for phrase, id_ in book.phrases.items()}
    book.moved = {one: into if id_ == gone else id_ for one, id_ in book.moved.items()} | {gone: into}
    book.other_names = {words: into if id_ == gone else id_ for words, id_ in book.other_names.items()}
    for words in (gone, row.name if row else said.was.get("name") or gone):
        _also_known(book, words, into)


def _split(book: _Book, entry: Entry, said: CodebookChange) -> None:
    row = _row(book, entry, said)
    if row is None:
        return
    made = [_new(book, entry, one) for one in said.made]  # each is tried, so that all problems are told at once
    if all(made):
        book.influences[row.id] = replace(book.influences[row.id], status=InfluenceStatus.RETIRED)


def _add(book: _Book, entry: Entry, said: CodebookChange) -> None:
    _new(book, entry, said.made[0])


def _new(book: _Book, entry: Entry, made: InfluenceRow) -> bool:
    """Put a new influence in; one that is there already must be the same."""
    held = book.influences.get(made.id)
    if held is not None and held != made and made.id not in book.later:
        book.wrong(entry, f'it adds "{made.id}" ("{made.name}"), which {CODEBOOK} has as "{held.name}".', made.id)
        return False
    owner = book.owner(made.name)
    if owner not in {None, made.id}:
        book.wrong(entry, f'it adds "{made.id}" under the name "{made.name}", which {owner} has already.', made.name)
        return False
    if made.parent_id is not None and book.now(made.parent_id) not in book.influences:
        _unknown(book, entry, made.parent_id)
        return False
    book.influences[made.id] = replace(made, parent_id=None if made.parent_id is None else book.now(made.parent_id))
    book.later.add(made.id)
    return True


def _retire(book: _Book, entry: Entry, said: CodebookChange) -> None:
    row = _row(book, entry, said)
    if row is not None:
        book.influences[row.id] = replace(row, status=InfluenceStatus.RETIRED)


_CHANGES: dict[Change, Callable[[_Book, Entry, CodebookChange], None]] = {
    Change.ADD: _add,
    Change.RENAME: _rename,
    Change.MOVE: _move,
    Change.MERGE: _merge,
    Change.SPLIT: _split,
    Change.RETIRE: _retire,
}
