"""Passages that a person marked: a suggestion of origin human, so that all claims have one shape."""

from __future__ import annotations

from curation.entries import Claim
from graph.anchors import Anchor
from graph.documents import PaperText, Section, block_at
from graph.ids import suggestion_id, text_passage_id
from graph.suggestions import Band, Suggestion

ENGINE = "person"


def marked(paper: PaperText, anchor: Anchor, claim: Claim) -> Suggestion:
    """What a person proposes by marking some characters of a text. It is no figure of a model: the score is 1."""
    block = block_at(paper.text, anchor.char_start)
    passage = text_passage_id(paper.paper_id, anchor.text_sha256, anchor.char_start, anchor.char_end)
    return Suggestion(
        id=suggestion_id(passage, claim.influence_id),
        paper_id=paper.paper_id,
        path=paper.path,
        anchor=anchor,
        influence_id=claim.influence_id,
        direction=claim.direction,
        assertion=claim.assertion,
        mitigated=claim.mitigated,
        band=Band.STRONG,
        score=1.0,
        reasons=(),
        context=(),
        section=block.section if block else Section.OTHER,
        heading=block.heading if block else None,
        language=block.language if block else None,
        engine=ENGINE,
        origin="human",
    )
