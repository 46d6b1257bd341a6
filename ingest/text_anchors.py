"""Whether the quotes of text passages still stand in the texts of the folder, which may have been read anew since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.anchors import Anchor, State, Verdict, reanchor
from graph.documents import PaperText


@dataclass(frozen=True)
class LostQuote:
    """A passage whose words are not at its anchor, and why."""

    passage_id: str
    where: str
    reason: str


def check_texts(
    passages: Iterable[Mapping[str, object]], texts: Iterable[PaperText]
) -> tuple[tuple[LostQuote, ...], int]:
    """The passages that are lost, and how many were found at another place. `passages`: rows with those of Passage."""
    by_path = {found.path: found.text for found in texts}
    lost = []
    moved = 0
    for passage in passages:
        id_, path = str(passage["id"]), str(passage["path"])
        stored = by_path.get(path)
        if stored is None:
            lost.append(LostQuote(id_, path, "the folder has no such text any more, or cannot read it"))
            continue
        verdict = reanchor(_anchor(passage), stored)
        moved += verdict.state is State.MOVED
        if verdict.state in {State.CHANGED, State.LOST}:
            lost.append(LostQuote(id_, path, _told(verdict)))
    return tuple(lost), moved


def _anchor(passage: Mapping[str, object]) -> Anchor:
    start, end = passage["char_start"], passage["char_end"]
    if not isinstance(start, int) or not isinstance(end, int):
        start = end = 0
    quote, prefix, suffix = (str(passage[name] or "") for name in ("quote", "prefix", "suffix"))
    return Anchor(str(passage["text_sha256"]), start, end, quote, prefix, suffix)


def _told(verdict: Verdict) -> str:
    if verdict.anchor is None:
        return f"the quote is lost: {verdict.reason}"
    return f'the quote has changed: {verdict.reason}. Nearest now: "{verdict.anchor.quote}"'
