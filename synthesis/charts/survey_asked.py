"""Which form of a measure, which wave and which site a picture of a survey shows, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.errors import NotFound, ParameterError, did_you_mean, near_misses
from graph.ids import fold
from synthesis.charts.model import Spec
from synthesis.charts.style import behind
from synthesis.evidence import Evidence
from synthesis.selection import Filter, NothingToCount
from synthesis.survey.practice import Practice, practice
from synthesis.survey.rows import Row, SurveyRows, survey_rows

HATCH = "M-1,-0.5L-0.5,-1M-1,0.5L0.5,-1M-0.5,1L1,-0.5M0.5,1L1,0.5M-1,-1L1,-1L1,1L-1,1Z"
"""A frame with three lines across: something is there that may not be shown."""
HIDDEN = "not shown"
NOTHING = "nobody was asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown: the survey of the graph, one form (a row of `rows.instruments`), one wave, and notes on both."""

    rows: SurveyRows
    seen: Practice
    form: Row
    wave: str | None
    notes: tuple[str, ...]

    @property
    def filter(self) -> str:
        """Form and wave in words, for the caption."""
        wave = "" if self.wave is None else f", wave {self.wave}"
        return f"{self.form['name']}, {self.form['called']}{wave}"

    def n(self, counts: Sequence[int]) -> str:
        """`n = 24 to 30 respondents`, with what a made-up survey must say before it; counts that are shown only."""
        said = f"{self.rows.said[0]} " if self.rows.said else ""
        if not counts:
            return f"{said}n is not shown: too few people"
        low, high = min(counts), max(counts)
        return f"{said}n = {low:,} respondents" if low == high else f"{said}n = {low:,} to {high:,} respondents"

    def scale(self) -> tuple[float, float]:
        """The ends of the scale; where items have several, from the lowest to the highest."""
        mine = [item for item in self.rows.items if item["instrument_id"] == self.form["instrument_id"]]
        ends = [(float(item["scale_low"]), float(item["scale_high"])) for item in mine if item["scale_low"] is not None]
        return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else (0.0, 1.0)


def asked_of(evidence: Evidence, given: Mapping[str, object]) -> Asked:
    """Reads `form` and `wave`. Raises NothingToCount without a rating, NotFound and ParameterError with near misses."""
    rows, seen = survey_rows(evidence.survey), practice(evidence.survey)
    rated = {row["instrument_id"] for row in rows.ratings}
    forms = [form for form in rows.instruments if form["instrument_id"] in rated]
    if not forms:
        raise NothingToCount("rating of a survey", Filter().told())
    form = _form(forms, given.get("form"), rows)
    waves = sorted({row["wave"] or "" for row in rows.ratings if row["instrument_id"] == form["instrument_id"]})
    wave = waves[0] if given.get("wave") is None else str(given["wave"])
    if wave not in waves:
        near = did_you_mean(near_misses(wave, waves))
        raise ParameterError("chart", "wave", wave, f"there is no such wave.{near}")
    more = [str(one["called"]) for one in forms if one is not form]
    notes = [f"Other forms: {'; '.join(more)}. form shows one of them."] if more else []
    notes += [f"Other waves: {', '.join(one for one in waves if one != wave)}. wave shows one."] if waves[1:] else []
    return Asked(rows, seen, form, wave or None, (*rows.said, *notes))


def site_of(asked: Asked, word: object) -> str:
    """The id of the site that was asked for; without one the first by name. Raises NotFound, NothingToCount."""
    if word is not None:
        return asked.seen.site(str(word))
    rated = {one.setting_id for one in asked.seen.ratings if one.instrument_id == asked.form["instrument_id"]}
    if not rated:
        raise NothingToCount("rating at a site", Filter().told())
    return min(rated, key=lambda id_: (asked.seen.name(id_), id_))


def _form(forms: Sequence[Row], word: object, rows: SurveyRows) -> Row:
    """The form of this name; without a name the one that most people answered."""
    if word is None:
        most: dict[object, int] = {}
        for row in rows.ratings:
            most[row["instrument_id"]] = max(most.get(row["instrument_id"], 0), row["respondents"] or 0)
        return max(forms, key=lambda form: (most.get(form["instrument_id"], 0), str(form["instrument_id"])))
    known = {
        fold(str(form[name])): form for name in ("instrument_id", "form", "called") for form in forms if form[name]
    }
    found = known.get(fold(str(word)))
    if found is None:
        raise NotFound(
            "Instrument", str(word), near_misses(str(word), [str(form["form"] or form["called"]) for form in forms])
        )
    return found


def opens(influence_id: object) -> str:
    """Where the findings are that the literature reports of an influence: ratings themselves open to nobody."""
    return behind([influence_id], {"where": []})


def command_of(name: str, *options: tuple[str, object]) -> str:
    """The command that prints the numbers; options without a value are left out."""
    from synthesis.charts.style import quoted

    words = [f"--{option} {quoted(str(value))}" for option, value in options if value is not None]
    return " ".join([f"narragraph {name}", *words])


def known_text(test: str, value: str) -> Spec:
    """A layer of words at the left end of rows that pass the test."""
    return {
        "transform": [{"filter": test}],
        "mark": {"type": "text", "align": "left", "fontStyle": "italic", "color": "#555555"},
        "encoding": {"x": {"value": 4}, "text": {"field": value, "type": "nominal"}},
    }
