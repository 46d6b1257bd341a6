"""The columns of every printed table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from api.prisma_svg import WORDS
from api.report.marks import NOT_KNOWN, between, cell, share, words
from api.report.printing import Anchors, Column, Head, number, span, text
from graph.model import FlowBox
from synthesis.report_model import Row, Table

LOOKED = ("reporting_looked_for_papers", "looked_for_papers")
"""Part and whole of the share of an influence."""
NOTHING = "nothing is known"


def named(to: Anchors, said: str = "Influence", column: str = "influence_id", name: str = "name") -> Column:
    """The name of an influence, which opens to its part."""

    def make(_table: Table, _at: int, row: Row) -> Markup:
        href, shown = to.part(row[column]), words(row[name])
        return shown if href is None else Markup('<a href="{}">{}</a>').format(href, shown)

    return Head(said), make


def opening(to: Anchors, name: str, said: str, direction: str | None = None, meaning: str | None = None) -> Column:
    """A count that opens to the findings behind it."""

    def make(table: Table, at: int, row: Row) -> Markup:
        return cell(table, at, name, href=to.findings(row["influence_id"], direction) if row[name] else None)

    return Head(said, meaning, number=True), make


def _share(part: str, whole: str, meaning: str) -> Column:
    return Head("Share", meaning, number=True), lambda table, at, _row: share(table, at, part, whole)


def of_looked(table: Table, at: int, row: Row) -> Markup:
    """How many of those that were looked at."""
    known = row[LOOKED[1]] is not None
    return cell(table, at, LOOKED[0]) + Markup(" of ") + cell(table, at, LOOKED[1]) if known else NOT_KNOWN


def _definition(_table: Table, _at: int, row: Row) -> Markup:
    return words(row["definition"] or ("draft: a free phrasing" if row["status"] == "draft" else "none given"))


def influences(to: Anchors, *, tree: bool) -> Sequence[Column]:
    """Frequency of report. `tree`: some influence has narrower ones that more papers report."""
    branch = number("rolled_up_papers", "With narrower ones", meaning="papers that report it or anything narrower")
    return (
        named(to),
        (Head("Definition"), _definition),
        opening(to, "papers", "Papers", meaning="papers that report it"),
        *((branch,) if tree else ()),
        (Head("Of those read for it", "reporting papers among the papers extracted for it", number=True), of_looked),
        _share(*LOOKED, "of the papers extracted for it"),
        span("share_low", "share_high", "95 % interval", "percent", "Wilson interval"),
        number("not_reported_papers", "Not reported", meaning="papers extracted for it that say nothing of it"),
        number("not_extracted_papers", "Not extracted", meaning="papers of which nothing is known about it"),
    )


def ranks(to: Anchors) -> Sequence[Column]:
    """How firm shares and ranks are."""
    ranges = "range, with one left out at a time"
    return (
        named(to),
        opening(to, "count", "Count"),
        _share("reporting", "of", "of what was looked at"),
        span("share_left_out_low", "share_left_out_high", "Share without one", "percent", ranges),
        number("rank", "Rank"),
        span("rank_low", "rank_high", "95 % interval of the rank", "count", "papers drawn again"),
        span("rank_left_out_best", "rank_left_out_worst", "Rank without one", "count", ranges),
    )


def _states(to: Anchors) -> Sequence[Column]:
    return (
        opening(to, "facilitator", "Helps", "facilitator"),
        opening(to, "barrier", "Hinders", "barrier"),
        opening(to, "mixed", "Both", meaning="mixed, or findings of both kinds"),
        opening(to, "neutral", "Neither", "neutral"),
        opening(to, "unclear", "Unclear", "unclear", "reported without a direction"),
        opening(to, "absent", "Absent", "absent", "looked for and not found"),
        number("not_reported", "Not reported", meaning="extracted for it, nothing said"),
        number("not_extracted", "Not extracted", meaning=NOTHING),
        number("of", "In all"),
    )


def _balance(table: Table, at: int, row: Row) -> Markup:
    if row["balance"] is None:
        return Markup("none")
    interval = between(table, at, "balance_low", "balance_high", "signed")
    return cell(table, at, "balance", "signed") + Markup(" (") + interval + Markup(")")


def directions(to: Anchors) -> Sequence[Column]:
    """All settings together, with the balance."""
    balance = Head("Balance", "(helps - hinders) / (helps + hinders), with 95 % interval", number=True)
    return (named(to), *_states(to), (balance, _balance))


def by_setting(to: Anchors) -> Sequence[Column]:
    """One row for each influence and setting."""
    return (named(to), (Head("Setting"), _setting), *_states(to))


def _setting(_table: Table, _at: int, row: Row) -> Markup:
    return words(f"{row['setting']} ({row['setting_kind']})" if row["setting_kind"] else row["setting"])


def pairs(to: Anchors) -> Sequence[Column]:
    """Pairs beyond chance."""
    return (
        named(to, "One influence", "a_influence_id", "a_name"),
        named(to, "The other", "b_influence_id", "b_name"),
        number("a", "Papers with the one"),
        number("b", "Papers with the other"),
        number("shared", "Shared", meaning="papers that report both"),
        number("expected", "Expected", "one", "under the null model"),
        number("lift", "Lift", "two", "shared over expected of independent influences"),
        number("p_holm", "Adjusted p", "p", "Holm, one-sided"),
        number("needed", "Needed", meaning="shared papers at which the pair could pass alone"),
    )


EXTRACTION: Sequence[Column] = (
    text("extraction", "Round"),
    number("papers", "Papers"),
    number("influences", "Influences looked for"),
    text("names", "Which"),
)


def _paper(_table: Table, _at: int, row: Row) -> Markup:
    """What people call it, then the title and DOI that the name does not hold."""
    said = words(row["paper"])
    for more in ("title", "doi"):
        if row[more] and str(row[more]) not in str(row["paper"]):
            said += Markup(' <span class="note">{}</span>').format(words(row[more]))
    return said


PAPERS: Sequence[Column] = (
    (Head("Paper"), _paper),
    text("design", "Design"),
    text("participants", "Participants"),
    text("settings", "Settings"),
    text("quality", "Appraisal"),
    (Head("Round of extraction"), lambda _t, _a, row: words(row["extraction"] or "none stated")),
    number("influences", "Influences reported"),
    number("findings", "Findings"),
)


def _left_out(_table: Table, _at: int, row: Row) -> Markup:
    return words(f"{row['left_out']}: {row['which_name']}" if row["which_name"] else row["left_out"])


def _same(_table: Table, _at: int, row: Row) -> Markup:
    if not row["done"]:
        return words(row["said"])
    return words("the same" if row["top_same"] else row["top_now_names"])


SENSITIVITY: Sequence[Column] = (
    (Head("Left out"), _left_out),
    number("papers", "Papers left"),
    number("findings", "Findings left"),
    (Head("Leading influences"), _same),
    (Head("Largest change of a share", number=True), lambda t, a, _: cell(t, a, "largest_change", "percent")),
    (Head("Whose"), lambda _t, _a, row: words(row["of_name"])),
    (Head("Turn"), lambda _t, _a, row: words(row["turned_names"] or ("none" if row["done"] else ""))),
    number("pairs_gained", "Pairs gained"),
    number("pairs_lost", "Pairs lost"),
)
CONCENTRATION: Sequence[Column] = (
    text("paper", "Paper"),
    number("influences", "Influences"),
    number("findings", "Findings"),
    number("share", "Share of all findings", "percent"),
    number("cumulative", "Share up to here", "percent"),
)
AGREEMENT: Sequence[Column] = (
    text("of", "Of"),
    text("name", "Which"),
    number("candidates", "Candidates"),
    number("coders", "Coders"),
    number("conflicts", "Conflicts"),
    number("settled", "Settled"),
    number("agreed", "Agreed", "percent"),
    number("alpha", "Alpha", "two", "Krippendorff's alpha"),
    span("alpha_low", "alpha_high", "95 % interval", "two"),
    number("ac1", "AC1", "two", "Gwet's AC1"),
    span("ac1_low", "ac1_high", "95 % interval", "two"),
    text("said", "Why none"),
)
SOURCES: Sequence[Column] = (
    text("name", "Source"),
    (Head("Kind"), lambda _t, _a, row: words(str(row["kind"] or "").replace("_", " "))),
    text("provider", "Provider"),
    text("searched_on", "Searched on"),
    text("round", "Round"),
    text("search", "Search"),
    number("hits", "Hits"),
)
CITED: Sequence[Column] = (
    text("label", "What is counted"),
    number("papers", "Papers"),
    number("of_papers", "of papers"),
    number("studies", "Studies"),
    number("of_studies", "of studies"),
    number("influences", "Influences"),
    text("percentage", "Printed as"),
    text("basis", "Basis"),
    text("citation", "Publication"),
)
UNKNOWN: Sequence[Column] = (
    text("what", "What is not known"),
    (Head("How many", number=True), lambda t, a, row: Markup() if row["count"] is None else _counted(t, a, row)),
    text("meaning", "What follows"),
)


def _counted(table: Table, at: int, row: Row) -> Markup:
    said = cell(table, at, "count")
    if row["of"] is not None:
        said += Markup(" of ") + cell(table, at, "of")
    return said + Markup(" {}").format(f"{row['unit']}{'' if row['count'] == 1 and row['of'] is None else 's'}")


def _box(_table: Table, _at: int, row: Row) -> Markup:
    return words(WORDS[FlowBox(str(row["box"]))])


PRISMA: Sequence[Column] = (
    (Head("Box"), _box),
    text("column", "Identified through"),
    text("part", "Part"),
    number("count", "Number"),
    text("unit", "Unit"),
)
FILES: Sequence[Column] = (text("path", "File"), text("sha256", "SHA-256"))
