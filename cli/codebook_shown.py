"""The codebook, its changes and what a change would do, as rows and sentences."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column

if TYPE_CHECKING:
    from cli.curated import Curated
    from curation.entries import Body, CodebookChange
    from curation.preview import Mention, Preview

COLUMNS = {
    "show": (
        *(Column(name) for name in ("influence_id", "name", "parent_id", "status")),
        Column("papers", "integer"),
        Column("findings", "integer"),
        Column("other_names"),
        Column("later", "boolean"),
    ),
    "changes": tuple(Column(name) for name in ("entry_id", "at", "curator", "change", "in_files", "reason")),
    "preview": (
        *(Column(name) for name in ("influence_id", "name")),
        *(Column(name, "integer") for name in ("papers_before", "papers_after", "rank_before", "rank_after")),
    ),
}


def shown(
    curated: Curated, rows: Callable[[Curated], list[dict[str, object]]], form: Form | None, *, as_json: bool
) -> None:
    """Print the rows; JSON says the version of the codebook with them."""
    chosen, found = chosen_form(form, as_json), rows(curated)
    kind = "show" if rows is codebook_rows else "changes"
    if chosen is Form.JSON:
        write_json({"codebook_version": curated.rows.version, kind: found}, sys.stdout)
    else:
        write_rows(chosen, COLUMNS[kind], found, sys.stdout)


def codebook_rows(curated: Curated) -> list[dict[str, object]]:
    """Every influence with the papers and counted findings that report it, absent ones left out.

    `later`: added or split off, so that no round of extraction looked for it.
    """
    papers: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for _, influence, many in mentions(curated):
        papers[influence] += 1
        findings[influence] += many
    others: dict[str, list[str]] = defaultdict(list)
    for words, id_ in sorted(curated.rows.other_names.items()):
        others[id_].append(words)
    return [
        {
            "influence_id": row.id,
            "name": row.name,
            "parent_id": row.parent_id,
            "status": row.status.value,
            "papers": papers[row.id],
            "findings": findings[row.id],
            "other_names": others[row.id],
            "later": row.id in curated.rows.later,
        }
        for row in curated.rows.influences.values()
    ]


def changes_rows(curated: Curated) -> list[dict[str, object]]:
    """Every change that stands, in the order of the ledgers. `in_files`: it was frozen into them."""
    from curation.codebook import thawed
    from curation.entries import CodebookChange, Freeze

    _, open_ = thawed(curated.base, curated.state.changes)
    ids = {entry.id for entry in open_}
    return [
        {
            "entry_id": entry.id,
            "at": entry.at,
            "curator": entry.curator,
            "change": told(curated, entry.body),
            "in_files": None if isinstance(entry.body, Freeze) else "no" if entry.id in ids else "yes",
            "reason": entry.body.reason if isinstance(entry.body, CodebookChange | Freeze) else None,
        }
        for entry in curated.state.changes
    ]


def told(curated: Curated, body: Body) -> str:
    """A change in words."""
    from curation.entries import CodebookChange, Freeze, PhraseChange, Undo

    match body:
        case Undo():
            back = next(entry for entry in curated.state.changes if entry.id == body.entry)
            return f"taken back: {told(curated, back.body)}"
        case PhraseChange():
            return f'phrase "{body.phrase}" -> {body.influence_id or "nothing"}'
        case Freeze():
            return f"freeze: {len(body.of)} changes in the files"
        case CodebookChange():
            names = ", ".join(f'{row.id} "{row.name}"' for row in body.made)
            values = [f'"{value}"' if value else "the top" for value in body.now.values()]
            more = body.into or names or ", ".join(values)
            arrow = f" -> {more}" if more and body.change != "add" else ""
            return f"{body.change} {names if body.change == 'add' else body.influence_id}{arrow}"
        case _:
            raise TypeError(f"{type(body).__name__} is no change of a codebook")


def show_preview(curated: Curated, change: CodebookChange, form: Form | None) -> None:
    """Print what a change would do to papers, ranks, findings and pairs."""
    from curation.preview import preview

    found = preview(change, mentions(curated))
    names = {row.id: row.name for row in (*curated.rows.influences.values(), *change.made)}
    rows = [{"name": names.get(one.influence_id), **asdict(one)} for one in found.shifts]
    chosen = chosen_form(form, as_json=False)
    said = list(_sentences(change, found))
    if chosen is Form.JSON:
        head = {name: value for name, value in asdict(found).items() if name != "shifts"}
        write_json({"change": told(curated, change), **head, "shifts": rows, "said": said}, sys.stdout)
        return
    if rows:
        write_rows(chosen, COLUMNS["preview"], rows, sys.stdout)
    for line in said:
        typer.echo(line, err=bool(rows))


def _sentences(change: CodebookChange, found: Preview) -> Iterator[str]:
    papers, one = f"{found.papers:,} paper{'' if found.papers == 1 else 's'}", found.findings == 1
    of = f"{found.findings:,} counted finding{'' if one else 's'} of {papers}"
    if change.into is not None:
        yield f"{of} {'moves' if one else 'move'} from {change.influence_id} to {change.into}."
        pairs = f"{found.pairs_before:,} before, {found.pairs_after:,} after"
        yield f"Pairs of influences that papers report together: {pairs}."
    elif found.review_again:
        yield f"{of} {'stays' if one else 'stay'} on {change.influence_id}, which is retired, until decided on again."
        yield f"No paper was extracted for {', '.join(row.id for row in change.made)} yet."
    else:
        yield "No count, rank or pair changes."
    yield "Nothing was written."


def mentions(curated: Curated) -> list[Mention]:
    """(paper, influence, counted findings) of the folder, absent ones left out, as the graph derives them."""
    tables = curated.ingested.tables
    finding = tables.node("Finding")
    counted = {
        id_
        for id_, counts, direction in zip(
            *(finding.column(name).to_pylist() for name in ("id", "counted", "direction")), strict=True
        )
        if counts and direction != "absent"
    }
    ends = ("start_id", "end_id")
    about = dict(zip(*(tables.edge("ABOUT").column(name).to_pylist() for name in ends), strict=True))
    reports = zip(*(tables.edge("REPORTS").column(name).to_pylist() for name in ends), strict=True)
    many = Counter((paper, about[id_]) for paper, id_ in reports if id_ in counted)
    return [(paper, influence, findings) for (paper, influence), findings in sorted(many.items())]
