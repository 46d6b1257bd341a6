"""From words on the command line to a change of the codebook, and whether it fits what the codebook is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import typer

from graph.errors import DecisionRefused, NotFound, near_misses

if TYPE_CHECKING:
    from cli.curated import Curated
    from curation.entries import CodebookChange, Undo
    from graph.codebook_rows import InfluenceRow


@dataclass(frozen=True)
class Options:
    """What was given beside the action and its influence."""

    name: str | None = None
    under: str | None = None
    top: bool = False
    into: str | None = None
    made: tuple[str, ...] = ()
    definition: str | None = None
    includes: str | None = None
    excludes: str | None = None
    example: str | None = None
    reason: str | None = None

    def given(self) -> list[str]:
        """The options that only some actions take, as far as they were given."""
        return [part.name for part in fields(self) if part.name != "reason" and getattr(self, part.name)]


def change_of(curated: Curated, action: str, id_: str, options: Options) -> CodebookChange:
    """The change that the words mean. Raises BadParameter for what is missing, NotFound for who is not there."""
    from curation.entries import Change, CodebookChange

    base, reason = curated.ingested.codebook.version, options.reason
    if action == Change.ADD:
        id_ = _needed(id_, "an id for it")
        return CodebookChange(Change.ADD, id_, base, made=(_added(curated, id_, options),), reason=reason)
    row = _row(curated, id_)
    was: dict[str, str | None] = {"name": row.name}
    match action:
        case Change.RENAME:
            now: dict[str, str | None] = {"name": _needed(options.name, "--name NAME")}
            return CodebookChange(Change.RENAME, row.id, base, was, now, reason=reason)
        case Change.MOVE:
            if (options.under is None) == (not options.top):
                raise typer.BadParameter("say where to: --under ID, or --top")
            parent = None if options.under is None else _row(curated, options.under).id
            held = {"parent_id": row.parent_id}
            return CodebookChange(Change.MOVE, row.id, base, held, {"parent_id": parent}, reason=reason)
        case Change.MERGE:
            into = _row(curated, _needed(options.into, "--into ID")).id
            return CodebookChange(Change.MERGE, row.id, base, was, into=into, reason=reason)
        case Change.SPLIT:
            made = tuple(_made(options.made, row.parent_id))
            return CodebookChange(Change.SPLIT, row.id, base, was, made=made, reason=reason)
        case _:
            return CodebookChange(Change.RETIRE, row.id, base, was, reason=reason)


def _added(curated: Curated, id_: str, options: Options) -> InfluenceRow:
    from graph.codebook_rows import InfluenceRow

    name = _needed(options.name, "--name NAME")
    parent = None if options.under is None else _row(curated, options.under).id
    texts = (options.definition, options.includes, options.excludes, options.example)
    definition, includes, excludes, example = map(_plain, texts)
    return InfluenceRow(id_, name, parent, definition, includes, excludes, example)


def undo_of(curated: Curated, curator: str, entry: str, options: Options) -> Undo:
    """Taking back a change of the codebook: the one named, else the newest of this curator. Raises DecisionRefused."""
    from curation.codebook import thawed
    from curation.entries import CodebookChange, Undo

    changes = curated.state.changes
    _, open_ = thawed(curated.base, changes)
    mine = [one for one in open_ if one.curator == curator and isinstance(one.body, CodebookChange)]
    if not entry and not mine:
        raise DecisionRefused(f'There is no change of the codebook by "{curator}" to take back.')
    if entry and all(one.id != entry for one in changes):
        near = near_misses(entry, [one.id for one in mine])
        raise DecisionRefused(f'There is no standing change "{entry}"; `codebook changes` lists them.', near=near)
    if entry and all(one.id != entry for one in open_):
        raise DecisionRefused(f'"{entry}" was frozen into the files: change them by hand, or restore them from git.')
    return Undo(entry or mine[-1].id, options.reason)


def _row(curated: Curated, id_: str) -> InfluenceRow:
    rows = curated.rows.influences
    found = rows.get(curated.rows.moved.get(id_, id_))
    if found is None:
        by_name = [row for row in rows.values() if row.name.casefold() == id_.casefold()]
        if len(by_name) == 1:
            return by_name[0]
        raise NotFound("Influence", id_, near_misses(id_, rows))
    return found


def _plain(text: str | None) -> str | None:
    """Text without blanks around and line ends within, as a cell holds it."""
    return " ".join((text or "").split()) or None


def _needed(value: str | None, option: str) -> str:
    found = _plain(value)
    if found is None:
        raise typer.BadParameter(f"give {option}")
    return found


def _made(given: tuple[str, ...], parent: str | None) -> Iterator[InfluenceRow]:
    """The parts of a split, beside the influence they come from in the tree."""
    from graph.codebook_rows import InfluenceRow

    if len(given) < 2:
        raise typer.BadParameter("a split makes two influences or more: --made ID=NAME --made ID=NAME")
    for one in given:
        id_, equals, name = one.partition("=")
        if not equals or not id_.strip() or not name.strip():
            raise typer.BadParameter(f'"{one}" is not ID=NAME')
        yield InfluenceRow(id_.strip(), " ".join(name.split()), parent)
