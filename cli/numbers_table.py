"""The table of `narragraph numbers` for people; every other format has the full names and plain figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cli.table import Column
from synthesis.frequency import percentage

Row = Mapping[str, object]
NOT_KNOWN = "not known"
SHORT = (
    ("fac", "facilitator_papers"),
    ("bar", "barrier_papers"),
    ("mix", "mixed_papers"),
    ("neu", "neutral_papers"),
    ("unc", "unclear_papers"),
    ("abs", "absent_papers"),
    ("n.r.", "not_reported_papers"),
    ("n.e.", "not_extracted_papers"),
)
LEGEND = (
    "95 % CI Wilson interval of the share, fac facilitator, bar barrier, mix mixed, neu neutral, unc unclear, abs "
    "absent (looked for, not found), n.r. not reported (extracted for the influence, nothing said), n.e. not "
    "extracted (nothing is known)."
)


def zero_columns(found: Sequence[Row]) -> list[str]:
    """Short names of the directions that are 0 in every row: a narrow terminal has no room for them."""
    return [short for short, name in SHORT if all(row[name] == 0 for row in found)]


def people_columns(*, roll_up: bool, ids: bool, without: Sequence[str] = ()) -> list[Column]:
    """The columns for people; `branch` is the roll-up."""
    branch = [Column("branch", "integer")] if roll_up else []
    named = [Column("influence_id")] if ids else []
    numbers = [Column(short, "integer") for short, _ in SHORT if short not in without]
    share = [Column("looked at", "integer"), Column("share", "integer"), Column("95 % CI", "integer")]
    return [Column("influence"), Column("papers", "integer"), *branch, *share, *numbers, *named]


def people_rows(found: Sequence[Row]) -> list[dict[str, object]]:
    """One row per influence, percentages rounded half up."""
    return [
        {
            "influence": row["name"],
            "papers": row["papers"],
            "branch": row["rolled_up_papers"],
            **_share(row),
            **{short: row[name] for short, name in SHORT},
            "influence_id": row["influence_id"],
        }
        for row in found
    ]


def _share(row: Row) -> dict[str, object]:
    reporting, looked = row["reporting_looked_for_papers"], row["looked_for_papers"]
    low, high = row["share_low"], row["share_high"]
    if not isinstance(low, float) or not isinstance(high, float) or not isinstance(looked, int):
        return {"looked at": None, "share": NOT_KNOWN, "95 % CI": None}
    return {
        "looked at": f"{reporting} of {looked}",
        "share": f"{percentage(int(str(reporting)), looked)} %",
        "95 % CI": f"{_percent(low)}-{_percent(high)} %",
    }


def _percent(share: float) -> int:
    # The bounds are irrational but for 0 and 1, so there is no half to round the wrong way.
    return round(100 * share)
