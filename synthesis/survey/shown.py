"""Which groups of a sheet may be shown for an item or a score."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.survey import Group, GroupKind
from graph.survey_shown import showable, showable_whole
from synthesis.incidence import Floats
from synthesis.survey.answers import Bools, Columns, Sheet

Reasons = Mapping[Group, str | None]
"""Null for a group that may be shown, else why not."""


def reasons(sheet: Sheet, who: Bools, smallest: int) -> Reasons:
    """Of every group, by those of `who` who are in it."""
    return showable({group: sheet.named(members & who) for group, members in sheet.groups.items()}, smallest)


def item_reasons(sheet: Sheet, at: int, smallest: int) -> Reasons:
    """Of every group, by those of it who answered the item."""
    return reasons(sheet, np.isfinite(sheet.values[:, at]), smallest)


def score_reasons(sheet: Sheet, columns: Columns, score: Floats, smallest: int) -> Reasons:
    """Of every group, by those of it who have the score; hidden also where one of its items is."""
    parts = [item_reasons(sheet, at, smallest) for at in columns]
    return showable_whole(reasons(sheet, np.isfinite(score), smallest), parts)


def shown_sites(sheet: Sheet, why: Reasons) -> dict[Group, Bools]:
    """The sites that may be shown, with who belongs to them."""
    return {
        group: who for group, who in sheet.groups.items() if group.kind is GroupKind.SITE and why.get(group) is None
    }
