"""Whether a change of the codebook, or the taking back of one, fits what the codebook is now."""

from __future__ import annotations

from collections.abc import Sequence

from curation.checks import check_draft
from curation.codebook import fold_codebook
from curation.entries import Body, Draft, Entry, Undo
from graph.codebook_rows import CodebookRows
from graph.errors import DecisionRefused


def check_fits(base: CodebookRows, standing: Sequence[Entry], body: Body) -> None:
    """Raise DecisionRefused when the codebook contradicts itself after it. `standing`: the changes made so far."""
    check_draft(Draft("x", "x", "x", body))
    changes = list(standing)
    if isinstance(body, Undo):
        changes = [one for one in changes if one.id != body.entry]
    else:
        turn = 1 + max((one.turn for one in changes), default=0)
        changes.append(Entry("", "", turn, "", "", "", body, 0, ""))
    _, errors = fold_codebook(base, changes)
    if errors:
        said = str(errors[0]).removeprefix(f"{errors[0].path}: ")
        other = f"of {errors[0].path}, " if isinstance(body, Undo) else ""
        raise DecisionRefused(f"That does not fit the codebook: {other}{said}")
