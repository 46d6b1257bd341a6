"""Guesses at what a table finds: columns of flags, list cells, or one influence a row."""

from __future__ import annotations

from graph.ids import fold
from ingest.guess_codebook import codebook_csv, header_codebook, value_codebook
from ingest.guess_columns import class_column, named
from ingest.guess_lines import Guess, toml
from ingest.guess_words import ASKED, DIRECTION_HEADER, EFFECT, INFLUENCE, UNFLAGS
from ingest.table import RawTable


def finding_lines(raw: RawTable, found: Guess, flags: list[str], effect: str | None, quote: str | None) -> None:
    """Every way in which the table seems to state findings."""
    lists = [name for name in raw.columns if fold(name) in DIRECTION_HEADER and name not in flags]
    if flags:
        _flag_findings(raw, found, flags, quote)
    for name in lists:
        _list_finding(raw, found, name)
    if not flags and not lists:
        _row_finding(raw, found, effect, quote)
    if quote:
        found.used.add(quote)


def _flag_findings(raw: RawTable, found: Guess, flags: list[str], quote: str | None) -> None:
    cells = sorted({value.strip() for name in flags for value in raw.frame[name].unique() if value.strip()})
    signs = {cell: EFFECT.get(fold(cell)) for cell in cells}
    direction, why = _flag_direction(quote, raw.path)
    stated = {cell: meant or ("" if fold(cell) in UNFLAGS else direction) for cell, meant in signs.items()}
    found.say("")
    found.say("  [[table.finding]]", f"{len(flags)} columns hold nothing but {', '.join(cells)}: one influence each")
    first, last = raw.columns.index(flags[0]), raw.columns.index(flags[-1])
    if last - first + 1 == len(flags):
        found.say(f"  influence = {{ columns = {{ from = {toml(flags[0])}, to = {toml(flags[-1])} }} }}")
    else:
        found.say(f"  influence = {{ columns = [{', '.join(map(toml, flags))}] }}")
    shown = ", ".join(f"{toml(cell)} = {toml(meant)}" for cell, meant in stated.items())
    found.say(f'  direction = {{ cells = {{ {shown}, "" = "" }} }}', "" if all(signs.values()) else why)
    if quote:
        found.say(f"  quote = {toml(quote)}", "the words that were coded")
    entries = header_codebook(flags)
    if any(entry["parent_id"] for entry in entries):
        found.say('  # codebook.csv: a column that ends in "General" was taken as the parent of those right of it')
    found.codebook, found.closed = codebook_csv(entries), True


def _flag_direction(quote: str | None, path: str) -> tuple[str, str]:
    """What a flag without a sign means, from the words of the question or of the file's name, and the reason."""
    for asked in (quote or "", path):
        for word, direction in ASKED.items():
            if word in fold(asked):
                return direction, f'a flag was taken to mean {direction}, because of "{word}" in: {asked}'
    return "unclear", "a flag was taken to mean unclear; say barrier or facilitator if that is what was asked"


def _list_finding(raw: RawTable, found: Guess, name: str) -> None:
    cells = raw.frame[name]
    marks = {mark: int(cells.str.count(mark if mark != "|" else r"\|").sum()) for mark in ("\n", ";", "|")}
    best = max(marks, key=lambda mark: marks[mark])
    found.say("")
    found.say("  [[table.finding]]", f'the header "{name}" says the direction')
    split = f", split = {toml(best)}" if marks[best] else ""
    found.say(f"  influence = {{ column = {toml(name)}{split} }}", "several in one cell" if split else "")
    found.say(f'  direction = "{DIRECTION_HEADER[fold(name)]}"')
    found.used.add(name)


def _row_finding(raw: RawTable, found: Guess, effect: str | None, quote: str | None) -> None:
    influence = named(raw, INFLUENCE) or class_column(raw, effect)
    if influence is None:
        found.say("")
        found.say("  # No column was found that names the influences. Name it, then take the # away:")
        found.say('  # [[table.finding]]\n  # influence = { column = "..." }\n  # direction = "unclear"')
        return
    found.say("")
    found.say("  [[table.finding]]", f'the column "{influence}" names the influence')
    found.say(f"  influence = {{ column = {toml(influence)} }}")
    if effect:
        values = [value.strip() for value in raw.frame[effect].unique() if value.strip()]
        shown = ", ".join(f"{toml(value)} = {toml(EFFECT[fold(value)])}" for value in values)
        blank = (raw.frame[effect].str.strip() == "") & (raw.frame[influence].str.strip() != "")
        why = "every value has a known meaning"
        if blank.any():
            shown, why = f'{shown}, "" = ""', f"{why}; a blank cell was taken to state nothing"
        found.say(f"  direction = {{ column = {toml(effect)}, map = {{ {shown} }} }}", why)
        found.used.add(effect)
    else:
        found.say('  direction = "unclear"', "no column states a direction")
    if quote:
        found.say(f"  quote = {toml(quote)}")
    found.used.add(influence)
    values = [value for value in raw.frame[influence].unique() if value.strip()]
    if len(values) <= 60:
        # A row that names one influence does not say which others were looked for in it: no extraction is guessed.
        found.codebook = codebook_csv(value_codebook(values))
