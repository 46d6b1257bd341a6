"""The columns of the printed tables of frameworks."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from api.report.columns import LOOKED, named, of_looked
from api.report.marks import cell, share
from api.report.printing import Anchors, Column, Head, number, span, text
from synthesis.report_model import Row, Table

CONSTRUCTS: Sequence[Column] = (
    text("construct", "Construct"),
    text("framework", "Framework"),
    number("papers", "Papers", meaning="papers that report an influence of it, each once"),
    (Head("Of those read for it", "papers extracted for every influence of it", number=True), of_looked),
    (Head("Share", "of the papers extracted for it", number=True), lambda t, at, _row: share(t, at, *LOOKED)),
    span("share_low", "share_high", "95 % interval", "percent", "Wilson interval"),
    number("facilitator_papers", "Helps"),
    number("barrier_papers", "Hinders"),
    number("mixed_papers", "Both", meaning="mixed, or findings of both kinds"),
    number("neutral_papers", "Neither"),
    number("unclear_papers", "Unclear", meaning="reported without a direction"),
    number("absent_papers", "Absent", meaning="looked for and not found"),
    number("not_reported_papers", "Not reported", meaning="extracted for it, nothing said"),
    number("not_extracted_papers", "Not extracted", meaning="nothing is known"),
)


def _shared(table: Table, at: int, _row: Row) -> Markup:
    return cell(table, at, "alike_authors") + Markup(" of ") + cell(table, at, "authors")


def mappings(to: Anchors) -> Sequence[Column]:
    """What each author says."""
    return (
        named(to, name="influence"),
        text("framework", "Framework"),
        text("construct", "Construct"),
        text("kind", "Kind"),
        text("author", "Author"),
        text("reason", "Reason"),
        text("date", "Date"),
        (Head("Shared", "authors who say the same, of those who say anything", number=True), _shared),
    )
