"""Guesses at where findings come from: the paper, the study and the settings of a row."""

from __future__ import annotations

from graph.ids import fold
from ingest.guess_columns import is_short, named, years
from ingest.guess_lines import Guess, toml
from ingest.guess_words import AUTHOR, ID, MISSING, SETTING, TITLE, YEAR
from ingest.table import RawTable


def id_columns(raw: RawTable, flags: list[str]) -> tuple[list[str], str]:
    """The columns that tell one paper from another, and why these."""
    name = named(raw, ID)
    if name:
        return [name], f'the column "{name}" names the paper'
    candidates = [name for name in raw.columns if name not in flags]
    for count in range(1, min(4, len(candidates)) + 1):
        chosen = candidates[:count]
        if not raw.frame.duplicated(chosen).any():
            return chosen, "the first columns that are different in every row"
    return candidates[:1], "no column names the paper, and the first ones repeat: check this"


def paper_lines(raw: RawTable, found: Guess, ids: list[str]) -> None:
    """What the table says of its papers."""
    author, year, title = named(raw, AUTHOR), named(raw, YEAR), named(raw, TITLE)
    blank = int((raw.frame[ids[0]].str.strip() == "").sum()) if ids else 0
    if blank and author and author not in ids:
        others = [name for name in (author, year) if name]
        found.say(f"  id_else = [{', '.join(map(toml, others))}]", f"{blank} rows have no {ids[0]}")
    for key, name in (("year", year), ("title", title), ("authors", author)):
        if name and name not in ids and not (key == "year" and not years(raw.frame[name])):
            found.say(f"  {key} = {toml(name)}")
            found.used.add(name)
    found.used |= set(ids) | ({author} if author else set())


def study_lines(raw: RawTable, found: Guess, ids: list[str]) -> None:
    """Which columns tell the studies of one paper apart."""
    chosen = list(ids)
    for name in raw.columns:
        if not raw.frame.duplicated(chosen).any():
            break
        more = [*chosen, name]
        gained = len(raw.frame.drop_duplicates(more)) > len(raw.frame.drop_duplicates(chosen))
        if name not in chosen and is_short(raw, name) and gained:
            chosen = more
    found.say("")
    found.say("  [table.study]", "with these columns every row is different: one row, one study")
    found.say(f"  id = [{', '.join(map(toml, chosen))}]")
    found.used |= set(chosen)


def setting_lines(raw: RawTable, found: Guess, flags: list[str]) -> None:
    """Every column that says where."""
    for name in raw.columns:
        kind = SETTING.get(fold(name))
        if kind is None or name in flags or name in found.used:
            continue
        values = [value.strip() for value in raw.frame[name].unique() if value.strip()]
        missing = [value for value in values if fold(value) in MISSING]
        split = [mark for mark in (";", ",", " and ", "\n") if any(mark in value for value in values)]
        parts = [f"column = {toml(name)}"]
        if split and kind == "country":
            parts += [f"split = [{', '.join(map(toml, split))}]", 'strip = "."']
        if missing:
            parts.append(f"missing = [{', '.join(map(toml, missing))}]")
        found.say("")
        found.say("  [[table.setting]]", f'the column "{name}" says where')
        found.say(f"  name = {{ {', '.join(parts)} }}" if len(parts) > 1 else f"  name = {toml(name)}")
        found.say(f"  kind = {toml(kind)}")
        found.used.add(name)
