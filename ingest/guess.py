"""A first review.toml from looking at one table: every guess with its reason, nothing guessed silently."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.ids import fold
from ingest.files import read_table
from ingest.guess_codebook import codebook_csv, header_codebook, value_codebook
from ingest.guess_words import (
    AUTHOR,
    DIRECTION_HEADER,
    EFFECT,
    FLAGS,
    ID,
    INFLUENCE,
    MISSING,
    QUOTE,
    SETTING,
    TITLE,
    UNFLAGS,
    YEAR,
)
from ingest.mapping import TableSection
from ingest.table import RawTable

if TYPE_CHECKING:
    import pandas as pd

ROUND = "first extraction"


@dataclass
class Guess:
    """The lines of one [[table]] with their reasons, and a codebook when the table holds one."""

    lines: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    codebook: str | None = None
    closed: bool = False

    def say(self, line: str, why: str = "") -> None:
        """Add a line, the reason above it."""
        if why:
            indent = line[: len(line) - len(line.lstrip())]
            self.lines.append(f"{indent}# {why}")
        self.lines.append(line)


@dataclass(frozen=True)
class Guessed:
    """The texts of review.toml and, when the table holds a closed list of influences, of codebook.csv."""

    review: str
    codebook: str | None


def guess(table: Path, review_id: str, title: str) -> Guessed:
    """Look at a table and write a first mapping. The table must lie in a folder `tables`. Raises TableError."""
    folder, path = table.parent.parent, f"{table.parent.name}/{table.name}"
    raw, head = _read(folder, path)
    found = Guess()
    found.say("[[table]]")
    found.say(f"path = {_text(path)}")
    if raw.sheet:
        found.say(f"sheet = {_text(raw.sheet)}", "the only sheet")
    if head > 1:
        found.say(f"header_row = {head}", "row 1 holds totals, the names stand below")
        found.say("totals_row = 1")
    _paper(raw, found)
    return Guessed(_review(review_id, title, found), found.codebook)


def _read(folder: Path, path: str) -> tuple[RawTable, int]:
    """The table, with its header in row 1, or in row 2 when row 1 is a row of totals."""
    raw = _table(folder, path, 1)
    numbers = sum(name.split(" [")[0].strip().split(" ")[0].isdigit() for name in raw.columns)
    if numbers >= max(3, len(raw.columns) // 3) and len(raw.frame):
        return _table(folder, path, 2), 2
    return raw, 1


def _table(folder: Path, path: str, head: int) -> RawTable:
    section = TableSection.model_validate(
        {"path": path, "header_row": head, "totals_row": 1 if head == 2 else None, "paper": {"id": ["?"]}}
    )
    return read_table(folder, section)


def _review(review_id: str, title: str, found: Guess) -> str:
    lines = [
        "# Written by looking at the table; every line is a guess with its reason. Correct it, then: narragraph check",
        "",
        "[review]",
        f"id = {_text(review_id)}",
        f"title = {_text(title)}",
        "",
    ]
    if found.missing:
        lines += ["# cells with these words were taken to say nothing", "[cells]"]
        lines += [f"missing = [{', '.join(map(_text, sorted(found.missing)))}]", ""]
    if found.closed:
        lines += [
            "# the table has one closed list of influences, so each was looked for in every row",
            "[[extraction]]",
            f"name = {_text(ROUND)}",
            "",
        ]
    else:
        lines += [
            "# Say what was looked for, once there is a codebook; until then no share can be given:",
            "# [[extraction]]",
            f"# name = {_text(ROUND)}   # and in [table.paper]: extracted_in = {_text(ROUND)}",
            "",
        ]
    return "\n".join([*lines, *found.lines]) + "\n"


def _paper(raw: RawTable, found: Guess) -> None:
    flags = flag_columns(raw)
    effect = effect_column(raw, flags)
    ids, why = _id(raw, flags)
    rows = len(raw.frame)
    distinct = len(raw.frame[ids[0]].str.strip().replace("", None).dropna().unique()) if ids else 0
    several = bool(ids) and distinct < 0.95 * rows
    kind = "finding" if several and effect is None else "study" if several else "paper"
    found.say(f'one_row_is = "{kind}"', f"{rows:,} rows, {distinct:,} different values of {ids[0] if ids else 'no id'}")
    quote = _named(raw, QUOTE) or _answer(raw, flags)
    body = Guess(used=set(ids))
    _findings(raw, body, flags, effect, quote)
    found.codebook, found.closed = body.codebook, body.closed
    if quote and flags:
        found.say("")
        found.say("  [[table.skip]]", "rows without an answer hold nothing to code")
        found.say(f"  column = {_text(quote)}")
        found.say("  blank = true")
        found.say('  reason = "no answer"')
    found.say("")
    found.say("  [table.paper]", why)
    found.say(f"  id = [{', '.join(map(_text, ids))}]")
    _paper_columns(raw, found, ids)
    if found.closed:
        found.say(f"  extracted_in = {_text(ROUND)}")
    if kind == "study":
        _study(raw, found, ids)
    _settings(raw, found, flags)
    found.lines += body.lines
    found.missing |= body.missing
    found.used |= body.used | set(flags)
    left = [name for name in raw.columns if name not in found.used]
    at = found.lines.index(f'one_row_is = "{kind}"') + 1
    kept = [name for name in left if _is_category(raw, name)]
    rest = [name for name in left if name not in kept]
    notes = []
    if kept:
        notes += ["# few different values: kept with each paper or study", f"keep = [{', '.join(map(_text, kept))}]"]
    if rest:
        notes += ["# not used; move a name out of this list to map it", f"ignore = [{', '.join(map(_text, rest))}]"]
    found.lines[at:at] = notes


def _id(raw: RawTable, flags: list[str]) -> tuple[list[str], str]:
    named = _named(raw, ID)
    if named:
        return [named], f'the column "{named}" names the paper'
    candidates = [name for name in raw.columns if name not in flags]
    for count in range(1, min(4, len(candidates)) + 1):
        chosen = candidates[:count]
        if not raw.frame.duplicated(chosen).any():
            return chosen, "the first columns that are different in every row"
    return candidates[:1], "no column names the paper, and the first ones repeat: check this"


def _paper_columns(raw: RawTable, found: Guess, ids: list[str]) -> None:
    author, year, title = _named(raw, AUTHOR), _named(raw, YEAR), _named(raw, TITLE)
    blank = int((raw.frame[ids[0]].str.strip() == "").sum()) if ids else 0
    if blank and author and author not in ids:
        others = [name for name in (author, year) if name]
        found.say(f"  id_else = [{', '.join(map(_text, others))}]", f"{blank} rows have no {ids[0]}")
    for key, name in (("year", year), ("title", title), ("authors", author)):
        if name and name not in ids and not (key == "year" and not _years(raw.frame[name])):
            found.say(f"  {key} = {_text(name)}")
            found.used.add(name)
    found.used |= set(ids) | ({author} if author else set())


def _study(raw: RawTable, found: Guess, ids: list[str]) -> None:
    chosen = list(ids)
    for name in raw.columns:
        if not raw.frame.duplicated(chosen).any():
            break
        more = [*chosen, name]
        gained = len(raw.frame.drop_duplicates(more)) > len(raw.frame.drop_duplicates(chosen))
        if name not in chosen and _is_short(raw, name) and gained:
            chosen = more
    found.say("")
    found.say("  [table.study]", "with these columns every row is different: one row, one study")
    found.say(f"  id = [{', '.join(map(_text, chosen))}]")
    found.used |= set(chosen)


def _settings(raw: RawTable, found: Guess, flags: list[str]) -> None:
    for name in raw.columns:
        kind = SETTING.get(fold(name))
        if kind is None or name in flags or name in found.used:
            continue
        values = [value.strip() for value in raw.frame[name].unique() if value.strip()]
        missing = [value for value in values if fold(value) in MISSING]
        split = [mark for mark in (";", ",", " and ", "\n") if any(mark in value for value in values)]
        parts = [f"column = {_text(name)}"]
        if split and kind == "country":
            parts += [f"split = [{', '.join(map(_text, split))}]", 'strip = "."']
        if missing:
            parts.append(f"missing = [{', '.join(map(_text, missing))}]")
        found.say("")
        found.say("  [[table.setting]]", f'the column "{name}" says where')
        found.say(f"  name = {{ {', '.join(parts)} }}" if len(parts) > 1 else f"  name = {_text(name)}")
        found.say(f"  kind = {_text(kind)}")
        found.used.add(name)


def _findings(raw: RawTable, found: Guess, flags: list[str], effect: str | None, quote: str | None) -> None:
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
    direction = "barrier" if any("barrier" in fold(name) for name in [quote or "", raw.path]) else "unclear"
    stated = {cell: meant or ("" if fold(cell) in UNFLAGS else direction) for cell, meant in signs.items()}
    found.say("")
    found.say("  [[table.finding]]", f"{len(flags)} columns hold nothing but {', '.join(cells)}: one influence each")
    first, last = raw.columns.index(flags[0]), raw.columns.index(flags[-1])
    if last - first + 1 == len(flags):
        found.say(f"  influence = {{ columns = {{ from = {_text(flags[0])}, to = {_text(flags[-1])} }} }}")
    else:
        found.say(f"  influence = {{ columns = [{', '.join(map(_text, flags))}] }}")
    shown = ", ".join(f"{_text(cell)} = {_text(meant)}" for cell, meant in stated.items())
    why = (
        ""
        if all(signs.values())
        else f"a flag was taken to mean {direction}; correct it if the question asked otherwise"
    )
    found.say(f'  direction = {{ cells = {{ {shown}, "" = "" }} }}', why)
    if quote:
        found.say(f"  quote = {_text(quote)}", "the words that were coded")
    found.codebook, found.closed = codebook_csv(header_codebook(flags)), True


def _list_finding(raw: RawTable, found: Guess, name: str) -> None:
    cells = raw.frame[name]
    marks = {mark: int(cells.str.count(mark if mark != "|" else r"\|").sum()) for mark in ("\n", ";", "|")}
    best = max(marks, key=lambda mark: marks[mark])
    found.say("")
    found.say("  [[table.finding]]", f'the header "{name}" says the direction')
    split = f", split = {_text(best)}" if marks[best] else ""
    found.say(f"  influence = {{ column = {_text(name)}{split} }}", "several in one cell" if split else "")
    found.say(f'  direction = "{DIRECTION_HEADER[fold(name)]}"')
    found.used.add(name)


def _row_finding(raw: RawTable, found: Guess, effect: str | None, quote: str | None) -> None:
    influence = _named(raw, INFLUENCE) or _class_column(raw, effect)
    if influence is None:
        found.say("")
        found.say("  # No column was found that names the influences. Name it, then take the # away:")
        found.say('  # [[table.finding]]\n  # influence = { column = "..." }\n  # direction = "unclear"')
        return
    found.say("")
    found.say("  [[table.finding]]", f'the column "{influence}" names the influence')
    found.say(f"  influence = {{ column = {_text(influence)} }}")
    if effect:
        values = [value.strip() for value in raw.frame[effect].unique() if value.strip()]
        shown = ", ".join(f"{_text(value)} = {_text(EFFECT[fold(value)])}" for value in values)
        found.say(
            f"  direction = {{ column = {_text(effect)}, map = {{ {shown} }} }}", "every value has a known meaning"
        )
        found.used.add(effect)
    else:
        found.say('  direction = "unclear"', "no column states a direction")
    if quote:
        found.say(f"  quote = {_text(quote)}")
    found.used.add(influence)
    values = [value for value in raw.frame[influence].unique() if value.strip()]
    if len(values) <= 60:
        found.codebook = codebook_csv(value_codebook(values))
        found.closed = effect is not None


def flag_columns(raw: RawTable) -> list[str]:
    """Columns that hold only flags or signs, two or more of them."""
    known = {*FLAGS, *UNFLAGS, *(word for word in EFFECT if len(word) <= 3)}
    found = []
    for name in raw.columns:
        values = {fold(value) for value in raw.frame[name].unique()} - {""}
        if values and values <= known and not values <= set(UNFLAGS) and (raw.frame[name].str.strip() == "").any():
            found.append(name)
    return _longest_run(raw, found) if len(found) > 1 else []


def _longest_run(raw: RawTable, names: list[str]) -> list[str]:
    """Flags stand side by side; a lone column of ones elsewhere is an answer, not an influence."""
    runs: list[list[str]] = []
    for name in names:
        at = raw.columns.index(name)
        if runs and raw.columns.index(runs[-1][-1]) == at - 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    best = max(runs, key=len)
    return best if len(best) > 1 else []


def effect_column(raw: RawTable, flags: list[str]) -> str | None:
    """The first column in which every value is a known word for a direction, with two or more of them."""
    for name in raw.columns:
        values = {fold(value) for value in raw.frame[name].unique()} - {""}
        if name not in flags and len(values) > 1 and values <= set(EFFECT):
            return name
    return None


def _class_column(raw: RawTable, effect: str | None) -> str | None:
    """A column of few names, where there is an effect to say something about them."""
    if effect is None:
        return None
    ends = ("_class", " class", "intervention", "component", "category")
    return next((name for name in raw.columns if fold(name).endswith(ends) and _is_category(raw, name)), None)


def _answer(raw: RawTable, flags: list[str]) -> str | None:
    """The column of free text just before the flags: what was coded."""
    if not flags:
        return None
    before = raw.columns.index(flags[0]) - 1
    if before < 0:
        return None
    name = raw.columns[before]
    filled = raw.frame[name][raw.frame[name].str.strip() != ""]
    return name if len(filled) and filled.str.len().mean() > 15 else None


def _named(raw: RawTable, words: tuple[str, ...]) -> str | None:
    by_fold = {fold(name): name for name in reversed(raw.columns)}
    return next((by_fold[word] for word in words if word in by_fold), None)


def _years(cells: pd.Series[str]) -> bool:
    filled = cells.str.strip()
    filled = filled[filled != ""]
    return bool(len(filled)) and bool(filled.str.fullmatch(r"[12]\d{3}").all())


def _is_category(raw: RawTable, name: str) -> bool:
    filled = raw.frame[name].str.strip()
    filled = filled[filled != ""]
    return 0 < len(filled.unique()) <= min(40, len(filled) / 2) and filled.str.len().max() <= 80


def _is_short(raw: RawTable, name: str) -> bool:
    return bool(raw.frame[name].str.len().max() <= 120)


def _text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False)
