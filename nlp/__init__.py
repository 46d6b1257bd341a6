"""Text -> candidate passages: sentences, influence mentions, direction, relevance, the order to read them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.lean import leave_out_command_line

if TYPE_CHECKING:
    from nlp.candidates import Candidate, propose

__all__ = ["Candidate", "propose"]
leave_out_command_line()


def __getattr__(name: str) -> object:
    """The public names, imported when they are first asked for: `import nlp` loads no spaCy."""
    if name not in __all__:
        raise AttributeError(f"nlp has no {name}")
    from nlp import candidates

    return getattr(candidates, name)
