"""What a coding of another tool cannot carry, as the first line of its note: setting, assertion, stage and the like."""

from __future__ import annotations

import json
from collections.abc import Mapping

from graph.model import Assertion

_MARK = "narragraph: "
PARTS = ("assertion", "mitigated", "setting", "setting_kind", "stage", "viewpoint", "time_point")
"""Parts of a claim that are read back. A study is not: a folder made of a project knows papers alone."""


QUOTE = "quote"
"""The words behind a coding of a whole document."""


def noted(held: Mapping[str, str], note: str | None) -> str | None:
    """A note that begins with what is held, so that a person can read it and `parted` gives both back."""
    said = _MARK + json.dumps(dict(held), ensure_ascii=False) if held else None
    return "\n\n".join(part for part in (said, note) if part) or None


def parted(note: str | None) -> tuple[dict[str, str], str | None]:
    """What a note of ours holds, and the rest of it. What cannot be read back stays in the note, in words."""
    if not note or not note.startswith(_MARK):
        return {}, note or None
    first, _, rest = note.partition("\n")
    try:
        held = json.loads(first.removeprefix(_MARK))
    except (ValueError, RecursionError):
        return {}, note
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        return {}, note
    parts = {name: value for name, value in held.items() if name in PARTS and value.strip()}
    if parts.get("assertion", Assertion.FINDING.value) not in {one.value for one in Assertion}:
        del parts["assertion"]
    left = [f"{name}: {value}" for name, value in held.items() if parts.get(name) != value and name != QUOTE]
    if QUOTE in held:
        parts[QUOTE] = held[QUOTE]
    return parts, "\n\n".join(part for part in ("\n".join(left), rest.strip("\n")) if part) or None


def noted_in_words(held: Mapping[str, str], note: str | None) -> str | None:
    """The same as plain lines, where nothing reads them back."""
    return "\n\n".join(part for part in ("\n".join(f"{k}: {v}" for k, v in held.items()), note) if part) or None
