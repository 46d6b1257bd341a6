"""The parts of a codebook entry as one description, under fixed headings, and back: other tools know no more."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.codebook_rows import InfluenceRow
from graph.ids import slug
from graph.model import InfluenceStatus

_PARTS = {"Includes": "includes", "Excludes": "excludes", "Example": "example", "Status": "status", "Influence": "id"}
_HEADING = re.compile(rf"(?:\A|\n\n)({'|'.join(_PARTS)}): ")
_STATUSES = {status.value for status in InfluenceStatus}


def described(row: InfluenceRow) -> str | None:
    """The description of a code. `Influence:` gives the id where the name does not."""
    parts = [row.definition or ""]
    parts += [f"{title}: {said}" for title, name in _PARTS.items() if (said := _said(row, name))]
    return "\n\n".join(part for part in parts if part) or None


def _said(row: InfluenceRow, name: str) -> str | None:
    if name == "id":
        return None if row.id == slug(row.name) else row.id
    if name == "status":
        return None if row.status is InfluenceStatus.ACTIVE else row.status.value
    found: str | None = getattr(row, name)
    return found


def understood(description: str | None, row: InfluenceRow) -> InfluenceRow:
    """The row with what a description says. A status that is none of ours stays in the definition."""
    if not description or not description.strip():
        return row
    cuts = list(_HEADING.finditer(description))
    parts: dict[str, str] = {}
    rest = description[: cuts[0].start()] if cuts else description
    ends = [*(cut.start() for cut in cuts[1:]), len(description)]
    for cut, end in zip(cuts, ends, strict=False):
        name, said = _PARTS[cut[1]], description[cut.end() : end]
        if name in parts or (name == "status" and said.strip() not in _STATUSES):
            rest += description[cut.start() : cut.end()] + said
        elif said.strip():
            parts[name] = said.strip()
    status = InfluenceStatus(parts.pop("status", row.status.value))
    return replace(row, definition=rest.strip() or None, status=status, **parts)
