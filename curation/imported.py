"""Ledgers of what people coded in another tool: one entry for each act, in the order of time, chained as any ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from curation.checks import check_draft
from curation.entries import Claim, Decision, Draft, Entry, Verdict, entry_id, ledger_path
from curation.lines import FIRST, hash_of, spelled
from curation.marks import marked
from graph.anchors import make_anchor
from graph.documents import PaperText

TIME, UNKNOWN = "coded at", "not known"
"""What stands among the engines of an entry whose time is that of the import."""


@dataclass(frozen=True, slots=True)
class Act:
    """One passage that somebody marked, with everything they claimed of it; without a claim they only marked it.

    `at`: when, as the other tool had it (ISO 8601, UTC); null when it does not say.
    """

    curator: str
    key: str
    text: PaperText
    char_start: int
    char_end: int
    influence_id: str
    claims: tuple[Claim, ...]
    shown: Claim
    at: str | None = None
    note: str | None = None


def decision(act: Act, codebook: str | None, engines: Mapping[str, str]) -> Decision:
    """The decision of an act: accepted as marked, or, with several claims on one passage, edited."""
    anchor = make_anchor(act.text.text, act.char_start, act.char_end)
    verdict = Verdict.UNSURE if not act.claims else Verdict.ACCEPT if len(act.claims) == 1 else Verdict.EDIT
    return Decision(
        marked(act.text, anchor, act.shown),
        verdict,
        anchor,
        act.claims,
        note=act.note,
        codebook=codebook,
        engines=engines if act.at else {**engines, TIME: UNKNOWN},
    )


def ledgers(acts: Sequence[Act], device: str, codebook: str | None, engines: Mapping[str, str]) -> dict[str, bytes]:
    """Path -> content of the ledger of each curator, for a folder that has none. Raises DecisionRefused.

    Acts without a time come last and bear the time of the import, in the order given.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    lines: dict[str, list[bytes]] = {}
    ordered = sorted(acts, key=lambda act: (act.at is None, act.at or ""))
    for turn, act in enumerate(ordered, start=1):
        draft = Draft(act.curator, device, act.key, decision(act, codebook, engines))
        check_draft(draft)
        before = lines.setdefault(ledger_path(act.curator, device), [])
        id_ = entry_id(act.curator, device, act.key)
        entry = Entry(id_, act.key, turn, act.at or now, act.curator, device, draft.body, len(before) + 1, "")
        before.append(spelled(entry, hash_of(before[-1]) if before else FIRST))
    return {path: b"".join(held) for path, held in lines.items()}
