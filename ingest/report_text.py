"""The import report as text for people and as JSON for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from graph.errors import SynthesisError, TableError
from ingest.csv_text import SEPARATORS
from ingest.report import ImportReport, Spelling, TableReport

MOST_SHOWN = 50
"""Problems and spellings printed; the JSON and the workbook hold all."""


def report_text(report: ImportReport) -> str:
    """The whole report: each table with sums that add up, then warnings, then problems by file and row."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: ImportReport) -> Iterator[str]:
    for table in report.tables:
        yield from _table(table)
        yield ""
    if report.counts:
        shown = ", ".join(f"{name} {report.counts[name]:,}" for name in ("Paper", "Study", "Setting", "Influence"))
        yield f"In the graph: {shown}, Finding {report.counts['Finding']:,}, Passage {report.counts['Passage']:,}"
    if report.phrases_waiting:
        yield f"Phrases waiting for an influence: {report.phrases_waiting:,} (each stands as a draft influence)"
    for warning in report.warnings:
        yield _wrapped(f"Warning: {warning}")
    if report.problems:
        many = "1 problem" if len(report.problems) == 1 else f"{len(report.problems):,} problems"
        yield f"{many}:"
        yield from (_wrapped(f"  {problem}", "    ") for problem in report.problems[:MOST_SHOWN])
        if len(report.problems) > MOST_SHOWN:
            yield f"  ... and {len(report.problems) - MOST_SHOWN:,} more in the workbook."


def _table(table: TableReport) -> Iterator[str]:
    read_as = [part for part in (table.sheet and f"sheet {table.sheet}", table.encoding) if part]
    if table.separator:
        read_as.append(f"separated by {SEPARATORS.get(table.separator, table.separator)}")
    yield table.path + (f" ({', '.join(read_as)})" if read_as else "")
    skipped = sum(count for _, count in table.skipped)
    reasons = "; ".join(f"{reason} {count:,}" for reason, count in table.skipped)
    yield f"  rows       {table.rows_read:,} read = {table.rows_used:,} used + {skipped:,} left out" + (
        f" ({reasons})" if reasons else ""
    )
    gave = f"{table.papers:,} papers, {table.studies:,} studies, {table.mentions:,} mentions"
    yield f"  gave       {gave}, {table.passages:,} passages"
    if table.totals:
        wrong = [total for total in table.totals if not total.agrees]
        yield f"  totals     {len(table.totals) - len(wrong)} of {len(table.totals)} published column totals agree"
        yield from (f"             {t.column}: published {t.published}, read {t.read}" for t in wrong)
    for label, columns in (("kept", table.kept), ("ignored", table.ignored), ("not mapped", table.unmapped)):
        if columns:
            yield _wrapped(f"  {label:<10} {', '.join(columns)}", " " * 13)
    for spelling in table.spellings[:MOST_SHOWN]:
        yield _wrapped(f"  spellings  {_spelled(spelling)}", " " * 13)
    for note in table.notes:
        yield _wrapped(f"  note       {note}", " " * 13)


def _spelled(spelling: Spelling) -> str:
    total = sum(count for _, count in spelling.variants)
    variants = ", ".join(f'"{text}" {count}' for text, count in spelling.variants)
    return f"{spelling.column}: {total} rows in {len(spelling.variants)} spellings of one value: {variants}"


def _wrapped(text: str, indent: str = "  ") -> str:
    return textwrap.fill(text, 110, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def report_json(report: ImportReport) -> dict[str, object]:
    """The whole report as plain values."""
    return {
        "folder": report.folder,
        "tables": [_table_json(table) for table in report.tables],
        "counts": report.counts,
        "phrases_waiting": report.phrases_waiting,
        "warnings": list(report.warnings),
        "problems": [problem_json(problem) for problem in report.problems],
    }


def _table_json(table: TableReport) -> dict[str, object]:
    plain: dict[str, object] = {**vars(table)}
    plain["skipped"] = [{"reason": reason, "rows": rows} for reason, rows in table.skipped]
    plain["spellings"] = [
        {"column": s.column, "variants": [{"text": text, "rows": rows} for text, rows in s.variants]}
        for s in table.spellings
    ]
    plain["totals"] = [{**vars(total), "agrees": total.agrees} for total in table.totals]
    return plain


def problem_json(problem: SynthesisError) -> dict[str, object]:
    """One problem: its kind, its sentence, and its fields."""
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in problem.fields().items()}
    said = problem.problem if isinstance(problem, TableError) else str(problem)
    return {"kind": problem.slug, "message": str(problem), "problem": said, **fields}
