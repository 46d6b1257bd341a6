"""What a coding of another tool cannot carry, as the first line of its note: setting, assertion, stage and the like."""

from __future__ import annotations

import json
from collections.abc import Mapping

_MARK = "narragraph: "


def noted(held: Mapping[str, str], note: str | None) -> str | None:
    """A note that begins with what is held, so that a person can read it and `parted` gives both back."""
    said = _MARK + json.dumps(dict(held), ensure_ascii=False) if held else None
    return "\n\n".join(part for part in (said, note) if part) or None


def parted(note: str | None) -> tuple[dict[str, str], str | None]:
    """What a note of ours holds, and the rest of it. A line that was edited beyond reading stays in the note."""
    if not note or not note.startswith(_MARK):
        return {}, note or None
    first, _, rest = note.partition("\n")
    try:
        held = json.loads(first.removeprefix(_MARK))
    except (ValueError, RecursionError):
        return {}, note
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        return {}, note
    return held, rest.strip("\n") or None
