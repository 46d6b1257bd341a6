"""The two small drawings of a brief: a share with its interval, a mean on its scale beside the other sites.

Shape and place say everything; they are black and grey, so that a copy on paper says the same.
"""

from __future__ import annotations

from markupsafe import Markup

from synthesis.survey.brief import Here
from synthesis.survey.reported import Reported

WIDE, HIGH = 90, 10
_MIDDLE = HIGH / 2


def bar(of: Reported | None) -> Markup:
    """A bar of the share, 0 to 1 from left to right, with its interval as a line; nothing where it is not known."""
    if of is None or of.share is None or of.low is None or of.high is None:
        return Markup()
    filled = Markup('<rect x="0" y="2" width="{}" height="6" fill="#555"/>').format(_at(of.share))
    low, high = _at(of.low), _at(of.high)
    interval = Markup('<path d="M{} {m}H{}" stroke="#000" stroke-width="1.2"/>').format(low, high, m=_MIDDLE)
    return _drawn(Markup('<rect x="0" y="2" width="{}" height="6" fill="#e4e4e4"/>').format(WIDE) + filled + interval)


def strip(one: Here) -> Markup:
    """A mean (dot) with its interval (line) on its scale, and the range of the other sites (grey band)."""
    rating, scale = one.rating, one.rating.scale
    if rating.mean is None or scale is None or not scale.range:
        return Markup()

    def at(value: float) -> float:
        return _at((value - scale.low) / scale.range)

    drawn = Markup('<path d="M0 {m}H{}" stroke="#999" stroke-width="1"/>').format(WIDE, m=_MIDDLE)
    drawn += Markup('<path d="M0.5 2V8M{x} 2V8" stroke="#999" stroke-width="1"/>').format(x=WIDE - 0.5)
    if one.others:
        left, wide = at(one.others[0]), max(1.0, at(one.others[-1]) - at(one.others[0]))
        drawn += Markup('<rect x="{}" y="1" width="{}" height="8" fill="#ccc"/>').format(left, round(wide, 1))
    if rating.low is not None and rating.high is not None:
        ends = at(rating.low), at(rating.high)
        drawn += Markup('<path d="M{} {m}H{}" stroke="#000" stroke-width="1.5"/>').format(*ends, m=_MIDDLE)
    return _drawn(drawn + Markup('<circle cx="{}" cy="{}" r="3" fill="#000"/>').format(at(rating.mean), _MIDDLE))


def _at(share: float) -> float:
    """A place between both ends, for a share of 0 to 1."""
    return round(WIDE * min(1.0, max(0.0, share)), 1)


def _drawn(parts: Markup) -> Markup:
    """The numbers stand beside it, so a reader who hears the page misses nothing."""
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(parts, w=WIDE, h=HIGH)
