"""A first review.toml from looking at one table: every guess with its reason, nothing guessed silently."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.guess_columns import answer_column, effect_column, flag_columns, is_category, named
from ingest.guess_findings import finding_lines
from ingest.guess_lines import ROUND, Guess, toml
from ingest.guess_sources import id_columns, paper_lines, setting_lines, study_lines
from ingest.guess_table import read_first
from ingest.guess_words import QUOTE
from ingest.table import RawTable


@dataclass(frozen=True)
class Guessed:
    """The texts of review.toml and, when the table holds a closed list of influences, of codebook.csv."""

    review: str
    codebook: str | None


def guess(table: Path, review_id: str, title: str) -> Guessed:
    """Look at a table and write a first mapping. The table must lie in a folder `tables`. Raises TableError."""
    folder, path = table.parent.parent, f"{table.parent.name}/{table.name}"
    found = Guess()
    raw = read_first(folder, path, found)
    _body(raw, found)
    return Guessed(_review(review_id, title, found), found.codebook)


def _review(review_id: str, title: str, found: Guess) -> str:
    lines = [
        "# Written by looking at the table; every line is a guess with its reason. Correct it, then: narragraph check",
        "",
        "[review]",
        f"id = {toml(review_id)}",
        f"title = {toml(title)}",
        "",
    ]
    if found.missing:
        lines += ["# cells with these words were taken to say nothing", "[cells]"]
        lines += [f"missing = [{', '.join(map(toml, sorted(found.missing)))}]", ""]
    if found.closed:
        lines += [
            "# one column for each influence: each was taken to be looked for in every row that counts",
            "[[extraction]]",
            f"name = {toml(ROUND)}",
            "",
        ]
    else:
        lines += [
            "# Say what was looked for, once there is a codebook; until then no share can be given:",
            "# [[extraction]]",
            f"# name = {toml(ROUND)}   # and in [table.paper]: extracted_in = {toml(ROUND)}",
            "",
        ]
    return "\n".join([*lines, *found.lines]) + "\n"


def _body(raw: RawTable, found: Guess) -> None:
    """Everything in the [[table]] below what names the file."""
    flags = flag_columns(raw)
    effect = effect_column(raw, flags)
    ids, why = id_columns(raw, flags)
    kind, counted = _row_kind(raw, ids, effect)
    quote = named(raw, QUOTE) or answer_column(raw, flags)
    body = Guess(used=set(ids))
    finding_lines(raw, body, flags, effect, quote)
    found.codebook, found.closed = body.codebook, body.closed
    found.say(f'one_row_is = "{kind}"', counted)
    unused_at = len(found.lines)
    if quote and flags:
        found.say("")
        found.say("  [[table.skip]]", "rows without an answer hold nothing to code")
        found.say(f"  column = {toml(quote)}")
        found.say("  blank = true")
        found.say('  reason = "no answer"')
    found.say("")
    found.say("  [table.paper]", why)
    found.say(f"  id = [{', '.join(map(toml, ids))}]")
    paper_lines(raw, found, ids)
    if found.closed:
        found.say(f"  extracted_in = {toml(ROUND)}")
    if kind == "study":
        study_lines(raw, found, ids)
    setting_lines(raw, found, flags)
    found.lines += body.lines
    found.missing |= body.missing
    found.used |= body.used | set(flags)
    found.lines[unused_at:unused_at] = _unused(raw, found.used)


def _row_kind(raw: RawTable, ids: list[str], effect: str | None) -> tuple[str, str]:
    """What one row is, and the count that says so."""
    rows = len(raw.frame)
    distinct = len(raw.frame[ids[0]].str.strip().replace("", None).dropna().unique()) if ids else 0
    several = bool(ids) and distinct < 0.95 * rows
    kind = "finding" if several and effect is None else "study" if several else "paper"
    return kind, f"{rows:,} rows, {distinct:,} different values of {ids[0] if ids else 'no id'}"


def _unused(raw: RawTable, used: set[str]) -> list[str]:
    """Lines for the columns that no guess used: categories are kept, the rest is ignored."""
    left = [name for name in raw.columns if name not in used]
    kept = [name for name in left if is_category(raw, name)]
    rest = [name for name in left if name not in kept]
    lines = []
    if kept:
        lines += ["# few different values: kept with each paper or study", f"keep = [{', '.join(map(toml, kept))}]"]
    if rest:
        lines += ["# not used; move a name out of this list to map it", f"ignore = [{', '.join(map(toml, rest))}]"]
    return lines
