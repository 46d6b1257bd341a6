"""A suggestion for tests that are about something else than how it was found: say what matters, the rest is plain."""

from __future__ import annotations

from dataclasses import replace

from graph.anchors import Anchor
from graph.documents import Section
from graph.ids import suggestion_id, text_passage_id
from graph.model import Assertion, Direction
from graph.suggestions import Band, Suggestion


def suggested(anchor: Anchor, influence: str = "training", paper: str = "paper:a", **changes: object) -> Suggestion:
    """A finding of the rules in the results, on this stretch of texts/a.txt; `changes` are fields of Suggestion."""
    passage = text_passage_id(paper, anchor.text_sha256, anchor.char_start, anchor.char_end)
    plain = Suggestion(
        id=suggestion_id(passage, influence),
        paper_id=paper,
        path="texts/a.txt",
        anchor=anchor,
        influence_id=influence,
        direction=Direction.FACILITATOR,
        assertion=Assertion.FINDING,
        mitigated=False,
        band=Band.STRONG,
        score=0.75,
        reasons=(),
        context=(),
        section=Section.RESULTS,
        heading=None,
        language="en",
        engine="rules 1",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
