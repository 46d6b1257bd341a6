"""The files that a table names for its papers."""

from __future__ import annotations

import re

import numpy as np

from ingest.entities import RowIds
from ingest.mapping import ListValue
from ingest.work import Work


def named_files(work: Work, papers: RowIds) -> dict[str, set[str]]:
    """File name -> the papers of the rows that name it."""
    section = work.section.paper.text
    if section is None:
        return {}
    value = ListValue(column=section) if isinstance(section, str) else section
    coded = work.read(value)
    found: dict[str, set[str]] = {}
    if coded is None:
        return found
    separators = (value.split,) if isinstance(value.split, str) else value.split or ()
    for code, cell in enumerate(coded.values):
        parts = re.split("|".join(map(re.escape, separators)), cell) if separators else [cell]
        names = [name for part in parts if (name := part.strip().strip(value.strip))]
        rows = np.unique(papers.codes[(coded.codes == code) & work.used & (papers.codes >= 0)]) if names else ()
        for name in names:
            found.setdefault(name, set()).update(papers.ids[row] for row in rows)
    return found
