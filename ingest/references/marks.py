"""Decisions, reasons and labels that screening tools write into a notes field.

Sources: exports of Rayyan (`RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | ...`), the export page of
ASReview LAB (`ASReview_relevant`, `ASReview_irrelevant`, `ASReview_not_seen` in N1), exports of Covidence
(`Exclusion reason: Wrong population; `).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.references.record import Mark, MarkKind

_RAYYAN = re.compile(
    r"(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES):\s*(.*?)\s*(?=\|\s*[A-Z][A-Z-]+:|$)",
    re.DOTALL,
)
_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')
_NOTES = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*\[(.*?)\]', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COVIDENCE = re.compile(r"Exclusion reason:\s*([^;\n]+)", re.IGNORECASE)
_ASREVIEW = re.compile(r"\bASReview_(relevant|irrelevant|not_seen)\b")
RAYYAN_REASON = "__EXR__"
"""How Rayyan marks a label that is a reason."""


def marks_in(text: str) -> Iterator[Mark]:
    """What a notes field says."""
    if "RAYYAN-" in text or "USER-NOTES:" in text:
        yield from _rayyan(text)
    if "ASReview_" in text:
        yield from (Mark("asreview", MarkKind.DECISION, found) for found in _ASREVIEW.findall(text))
    if "xclusion reason:" in text:
        yield from (Mark("covidence", MarkKind.REASON, found.strip()) for found in _COVIDENCE.findall(text))


def _rayyan(text: str) -> Iterator[Mark]:
    for found in _RAYYAN.finditer(text):
        name, value = found.groups()
        if name == "RAYYAN-INCLUSION":
            for reviewer, verdict in _PAIR.findall(value):
                yield Mark("rayyan", MarkKind.DECISION, verdict, reviewer)
        elif name == "RAYYAN-EXCLUSION-REASONS":
            yield from (Mark("rayyan", MarkKind.REASON, part) for part in _parts(value))
        elif name == "RAYYAN-LABELS":
            for part in _parts(value):
                is_reason = part.startswith(RAYYAN_REASON)
                kind = MarkKind.REASON if is_reason else MarkKind.LABEL
                yield Mark("rayyan", kind, part.removeprefix(RAYYAN_REASON))
        else:
            for reviewer, said in _NOTES.findall(value):
                yield from (Mark("rayyan", MarkKind.NOTE, note, reviewer) for note in _QUOTED.findall(said))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def column_marks(row: dict[str, str]) -> Iterator[Mark]:
    """What the columns of a CSV say, by their names: ASReview's label columns, Covidence's tags."""
    label = row.get("asreview_label", row.get("included", "")).strip()
    if label in {"0", "1", "-1", "0.0", "1.0"}:
        verdict = {"1": "relevant", "0": "irrelevant"}.get(label.removesuffix(".0"), "not_seen")
        who = row.get("asreview_user_name") or row.get("asreview_user_id") or None
        yield Mark("asreview", MarkKind.DECISION, verdict, who)
    if row.get("asreview_note", row.get("exported_notes_1", "")).strip():
        yield Mark("asreview", MarkKind.NOTE, row.get("asreview_note", row.get("exported_notes_1", "")).strip())
    if "Covidence #" in row:
        for part in re.split(r"[;,]", row.get("Tags", "")):
            if part.strip():
                yield Mark("covidence", MarkKind.LABEL, part.strip())
