"""The charts: which measure each shows, what it takes besides, how its table looks, and the function that draws it.

A chart takes the parameters of its measure, so it shows the numbers that `narragraph numbers` prints for them. An entry
here adds a chart to the command line, the API and the docs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.query_header import Parameter, ResultColumn
from synthesis.measure_grouping import GROUPING

TOP = Parameter("top", "integer", "influences shown, most reported first", False, 30, 1, 60)
GROUPS = ("country", "income_group", "kind", "setting", "design", "quality", "language")
NAMED = (ResultColumn("influence_id", "string", "Influence.id"), ResultColumn("name", "string", "preferred name"))
SITE = Parameter("site", "string", "id or name of the site; default: the first by name", False)
FORM = Parameter("form", "string", "form of the measure; default: the one that most people answered", False)
WAVE = Parameter("wave", "string", "time point; default: the first", False)
OF_LITERATURE = ("status", "where", *(parameter.name for parameter in GROUPING))
"""Parameters of `overview` that a picture of a survey does not take."""
AT_SITE = (ResultColumn("setting_id", "string", "Setting.id of the site"), ResultColumn("site", "string", "its name"))
RATED = (
    ResultColumn("respondents", "integer", "people who answered; null when it is not shown"),
    ResultColumn("mean", "float", "mean of their answers, reversed items turned; null when it is not shown"),
)
MADE_UP = ResultColumn("synthetic", "boolean", "true when the ratings are made up, to show or test")


@dataclass(frozen=True, slots=True)
class Kind:
    """One chart: summary, how to read it, its measure, its function, and how its parameters and table differ.

    `leaves_out`: parameters of the measure that the chart sets itself. `columns`: of its table; empty: the measure's.
    """

    summary: str
    prose: str
    measure: str
    function: str
    own: tuple[Parameter, ...] = (TOP,)
    leaves_out: tuple[str, ...] = ()
    columns: tuple[ResultColumn, ...] = field(default_factory=tuple)


KINDS: Mapping[str, Kind] = {
    "matrix": Kind(
        "What each paper reports: influence by paper, directions as shape and colour.",
        "A point up helps, a point down hinders, a diamond does both. Not reported (a dot) and not extracted (a slash) "
        "are two things. The counts beside are those of `numbers directions --unit paper`.",
        "directions",
        "synthesis.charts.cells:matrix",
        own=(TOP, Parameter("papers", "integer", "papers shown, earliest first", False, 60, 1, 120)),
        leaves_out=("by_setting", "unit"),
        columns=(
            *NAMED,
            ResultColumn("paper_id", "string", "Paper.id"),
            ResultColumn("paper", "string", "first author and year"),
            ResultColumn("state", "string", "direction of the paper, not reported or not extracted"),
        ),
    ),
    "cooccurrence": Kind(
        "Influences reported together: shared counts above, what is beyond the expected number below.",
        "Every pair of the influences shown, with the null model and the correction of `numbers pairs`; a frame marks "
        "what is beyond chance after correction.",
        "pairs",
        "synthesis.charts.pairs:heatmap",
        own=(replace(TOP, default=20, most=40),),
        leaves_out=("all", "signs"),
    ),
    "gaps": Kind(
        "Evidence gap map: influence by country, setting, design or another group, three kinds of emptiness apart.",
        "An empty place is not reported (looked for, nothing said), not extracted (nobody looked) or without any "
        "paper. A paper of several groups stands in each of them.",
        "directions",
        "synthesis.charts.gaps:gaps",
        own=(
            Parameter("by", "string", "what makes the columns", False, "country", choices=GROUPS),
            TOP,
            Parameter("groups", "integer", "columns shown, those with most papers first", False, 20, 1, 40),
        ),
        leaves_out=("by_setting",),
        columns=(
            *NAMED,
            ResultColumn("group", "string", "the group; for settings the id"),
            ResultColumn("group_name", "string", "its name"),
            ResultColumn("group_papers", "integer", "papers of the group"),
            ResultColumn("state", "string", "reported, or why the place is empty"),
            ResultColumn("count", "integer", "papers (studies) of the group that report it"),
            *(
                ResultColumn(name, "integer", f"papers (studies) of the group: {said}; null without a paper")
                for name, said in (
                    *((word, word) for word in ("facilitator", "barrier", "mixed", "neutral", "unclear")),
                    ("absent", "looked for, not found"),
                    ("not_reported", "extracted for it, nothing said"),
                    ("not_extracted", "nothing is known"),
                )
            ),
        ),
    ),
    "network": Kind(
        "Pairs of influences beyond chance as a network: every edge opens the findings behind it.",
        "Only pairs beyond chance after correction are edges, the thicker the more they share beyond the expected "
        "number. Distance means nothing. Without any such pair the picture says so.",
        "pairs",
        "synthesis.charts.network:network",
        own=(Parameter("top", "integer", "edges shown, those with the smallest p first", False, 60, 1, 200),),
        leaves_out=("all", "signs"),
    ),
    "years": Kind(
        "Papers by year of publication; with an influence, how many of each year report it.",
        "Each year is `numbers overview --where year=<year>`. Papers without a year are told, never dropped.",
        "overview",
        "synthesis.charts.years:years",
        own=(Parameter("influence_id", "id<Influence>", "of the papers of a year, those that report it", False),),
        leaves_out=("status",),
        columns=(
            ResultColumn("year", "integer", "year of publication"),
            ResultColumn("papers", "integer", "included papers"),
            ResultColumn("reporting", "integer", "of them, those that report the influence; null without one"),
            ResultColumn("absent", "integer", "looked for, not found"),
            ResultColumn("not_reported", "integer", "extracted for it, nothing said; null when nobody looked"),
            ResultColumn("not_extracted", "integer", "nothing is known"),
        ),
    ),
    "ranks": Kind(
        "How firm the order of influences is: ranks with bootstrap intervals, and with any one left out.",
        "Where the lines of two influences overlap, their order is not firm.",
        "frequency",
        "synthesis.charts.frequency:ranks",
    ),
    "frequency": Kind(
        "How often each influence is reported: share of what was looked at, with its 95 % interval.",
        "A dot is the share, the line its interval. Where nobody looked there is no dot: the share is not known.",
        "frequency",
        "synthesis.charts.frequency:frequency",
    ),
    "directions": Kind(
        "Direction of influence, as reported: barrier left, mixed in the middle, facilitator right.",
        "Nothing is netted: every paper stays to be seen. Neutral, unclear, absent, not reported and not extracted "
        "stand beside the bars as figures.",
        "directions",
        "synthesis.charts.direction:directions",
        leaves_out=("by_setting",),
    ),
    "site_profile": Kind(
        "How one site rates each influence, with intervals, beside the range of the other sites.",
        "Ratings say how far people see something in place, not how much it matters. A mean that is not shown is said "
        "in words. Marks open the findings that the literature reports of the influence.",
        "overview",
        "synthesis.charts.survey_profile:site_profile",
        own=(SITE, FORM, WAVE),
        leaves_out=OF_LITERATURE,
        columns=(
            *NAMED,
            *AT_SITE,
            *RATED,
            ResultColumn("low", "float", "lower end of the 95 % t interval of the mean"),
            ResultColumn("high", "float", "upper end of it"),
            ResultColumn("others_low", "float", "lowest shown mean of the other sites"),
            ResultColumn("others_high", "float", "highest of them"),
            ResultColumn("other_sites", "integer", "other sites whose mean is shown"),
            ResultColumn("other_sites_hidden", "integer", "other sites whose mean is not shown"),
            ResultColumn("why_not", "string", "why there is no mean"),
            MADE_UP,
        ),
    ),
    "item_by_site": Kind(
        "How each item is rated at each site; what may not be shown is hatched and never looks like a low rating.",
        "The shade is the mean, the darker the higher. Marks open the findings that the literature reports of the "
        "influence.",
        "overview",
        "synthesis.charts.survey_items:item_by_site",
        own=(Parameter("top", "integer", "items shown, in the order of the form", False, 60, 1, 100), FORM, WAVE),
        leaves_out=OF_LITERATURE,
        columns=(
            ResultColumn("item_id", "string", "item of the measure"),
            ResultColumn("text", "string", "its wording in the first language of the file"),
            ResultColumn("influence_id", "string", "Influence.id"),
            ResultColumn("influence", "string", "its name"),
            ResultColumn("setting_id", "string", "Setting.id of the site; null for everybody"),
            ResultColumn("site", "string", "its name, or everybody"),
            *RATED,
            ResultColumn("state", "string", "mean, not shown, or nobody was asked"),
            ResultColumn("why_not", "string", "why it is not shown"),
            MADE_UP,
        ),
    ),
    "frequency_against_rating": Kind(
        "How often the literature reports each influence, against how people at a site rate it.",
        "The readings are those of `survey beside`; influences without a share or without a shown mean are told, never "
        "drawn at zero. A frequency of report is no importance.",
        "overview",
        "synthesis.charts.survey_scatter:frequency_against_rating",
        own=(
            SITE,
            FORM,
            WAVE,
            Parameter("often", "float", "share of papers from which on an influence is reported often", False, 0.4),
            Parameter("seldom", "float", "share up to which it is reported seldom", False, 0.2),
            Parameter(
                "margin", "float", "share of the scale that makes a mean low or high beside the others", False, 0.1
            ),
        ),
        leaves_out=OF_LITERATURE,
        columns=(
            *NAMED,
            *AT_SITE,
            ResultColumn("reporting_papers", "integer", "of the papers read for it, those that report it"),
            ResultColumn("looked_for_papers", "integer", "papers read for it; null when nobody looked"),
            ResultColumn("share", "float", "reporting / read for it, 0 to 1"),
            *RATED,
            ResultColumn(
                "reading", "string", "reported_often_rated_low, rated_high_seldom_reported, neither, not_known"
            ),
            ResultColumn("why", "string", "why it is read so"),
            MADE_UP,
        ),
    ),
}
SURVEY = frozenset({"site_profile", "item_by_site", "frequency_against_rating"})
"""Pictures of a survey: a graph without ratings has none of them."""
