"""Published totals and columns that nothing names: warnings, or problems when asked to be strict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.errors import SynthesisError, TableError
from ingest.report import TotalCheck
from ingest.work import Work


def unmapped_columns(work: Work) -> tuple[str, ...]:
    """The columns that neither the mapping nor `ignore` or `keep` names; call it when everything was read."""
    section = work.section
    for name in section.ignore:
        work.has(name)
    named = {*section.ignore, *section.keep}
    return tuple(name for name in work.raw.columns if name not in work.touched and name not in named)


def total_checks(work: Work, by_column: Mapping[str, int]) -> tuple[TotalCheck, ...]:
    """Published totals beside what was read: mentions of a flag column, cells that are filled elsewhere."""
    found = []
    for name, published in (work.raw.totals or {}).items():
        number = published.split()[0] if published.split() else ""
        if number.isdigit() and name in work.touched:
            filled = int(((work.frame[name].str.strip() != "").to_numpy() & work.used).sum())
            found.append(TotalCheck(name, number, by_column.get(name, filled)))
    return tuple(found)


def tell(work: Work, unmapped: Sequence[str], totals: Sequence[TotalCheck], *, strict: bool) -> None:
    """Add what is not as published and what is not mapped: problems when strict; else the totals are warnings."""
    raw = work.raw
    said: list[SynthesisError] = [
        TableError(
            raw.path,
            f"the published total is {total.published}, but {total.read} were read.",
            sheet=raw.sheet,
            column=total.column,
            rule="total",
        )
        for total in totals
        if not total.agrees
    ]
    if strict:
        fix = "Map it, or list it under `ignore` or `keep`."
        said += [
            TableError(raw.path, "this column is not mapped.", sheet=raw.sheet, column=name, rule="unmapped", fix=fix)
            for name in unmapped
        ]
    for problem in said:
        if strict:
            work.problems.add(problem)
        else:
            work.problems.warn(str(problem))
