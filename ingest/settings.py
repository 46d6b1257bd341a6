"""The settings of every row: one or several where findings hold, and what those are part of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph.ids import fold, setting_id
from ingest.entities import Entities, RowIds, combine, put
from ingest.mapping import ListValue, SettingSection
from ingest.work import Coded, Ints, Work


@dataclass(frozen=True)
class RowSettings:
    """The settings where the findings of each row hold: `codes` into `sets`, each a tuple of setting ids."""

    codes: Ints
    sets: list[tuple[str, ...]]
    part_of: set[tuple[str, str]]


def read_settings(work: Work, into: Entities) -> RowSettings:
    """Settings of the rows. The first `[[table.setting]]` that names one holds; the next ones are what it is part of.

    Where a row names several settings and several wholes, nothing says which belongs to which: no PART_OF is made.
    """
    levels = [level for section in work.section.setting if (level := _level(work, section, into)) is not None]
    if not levels:
        return RowSettings(np.zeros(len(work.frame), dtype=np.int64), [()], set())
    codes, combos = combine([Coded(level.codes, [str(at) for at in range(len(level.sets))]) for level in levels])
    sets: list[tuple[str, ...]] = []
    part_of: set[tuple[str, str]] = set()
    used = set(np.unique(codes[work.used]).tolist())
    for code, combo in enumerate(combos):
        named = [level.sets[int(at)] for level, at in zip(levels, combo, strict=True) if level.sets[int(at)]]
        sets.append(named[0] if named else ())
        if code in used:
            pairs = pairwise(named)
            part_of |= {(part, whole[0]) for parts, whole in pairs if len(whole) == 1 for part in parts}
    return RowSettings(codes, sets, {(part, whole) for part, whole in part_of if part != whole})


def _level(work: Work, section: SettingSection, into: Entities) -> RowSettings | None:
    value = ListValue(column=section.name) if isinstance(section.name, str) else section.name
    coded = work.read(value)
    if coded is None:
        return None
    sets: list[tuple[str, ...]] = []
    for code, text in enumerate(coded.values):
        names = split_names(text, value, work.missing)
        ids = tuple(dict.fromkeys(setting_id(section.kind, name) for name in names))
        sets.append(ids)
        if names and ((coded.codes == code) & work.used).any():
            for id_, name in zip((setting_id(section.kind, name) for name in names), names, strict=True):
                mine = into.said.setdefault(id_, {})
                mine.setdefault("name", (name, work.label))
                mine.setdefault("kind", (section.kind, work.label))
    alone = [ids[0] if len(ids) == 1 else "" for ids in sets]
    lookup = np.array([at if id_ else -1 for at, id_ in enumerate(alone)], dtype=np.int64)
    rows = RowIds(lookup[coded.codes], alone)
    for name in ("country", "income_group", "level_of_care", "sector"):
        spec = getattr(section, name)
        said = work.read(spec)
        if said is not None:
            column = spec if isinstance(spec, str) else spec.column
            put(into, work, rows, name, (said, [text or None for text in said.values], column))
    return RowSettings(coded.codes, sets, set())


def split_names(text: str, value: ListValue, missing: frozenset[str]) -> list[str]:
    """The names in one cell, spellings folded by `aliases`, words that say nothing left out."""
    separators = (value.split,) if isinstance(value.split, str) else value.split or ()
    parts = re.split("|".join(map(re.escape, separators)), text) if separators else [text]
    aliases = {fold(word): meant for word, meant in value.aliases.items()}
    nothing = missing | {fold(word) for word in value.missing}
    found = []
    for part in parts:
        name = " ".join(part.strip().strip(value.strip).split())
        name = aliases.get(fold(name), name)
        if name and fold(name) not in nothing:
            found.append(name)
    return found
