"""What stays unknown in a review: what nobody recorded, read, decided, or could have found out with so few papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synthesis.report_model import Figure, Row, Table, columns_of, many

COLUMNS = columns_of(
    ("what", "string", "what is not known"),
    ("count", "integer", "how many; null where nothing of the kind was recorded"),
    ("unit", "string", "what is counted"),
    ("of", "integer", "among how many"),
    ("meaning", "string", "what follows for a reader"),
)
COUNTED = (
    (
        "papers_not_extracted",
        "papers",
        "Included papers of no stated round of extraction",
        "What was looked for in them is not stated, so their silence says nothing; they are in no denominator.",
    ),
    (
        "influences_unlooked",
        None,
        "Influences that no extraction round looked for",
        "Their papers are a lower bound; no share and no not reported can be given.",
    ),
    (
        "influences_draft",
        None,
        "Free phrasings that the codebook has not taken in (drafts)",
        (
            "Several may mean one thing, or an influence of the codebook, whose counts are then too low. Nobody "
            "looked for them in the other papers."
        ),
    ),
    (
        "findings_unclear",
        "findings",
        "Findings without a direction",
        "The source does not say whether the influence helps or hinders.",
    ),
    (
        "findings_nowhere",
        "findings",
        "Findings that name no setting",
        "They are in the directions, and in no row of the directions by setting.",
    ),
    (
        "passages_note",
        "passages",
        "Passages that are paraphrases",
        "Somebody's words on the paper, not the paper's; they cannot be checked against a text here.",
    ),
    (
        "findings_unquoted",
        None,
        "Findings without a quote of a text",
        "They rest on entries of tables or on paraphrases.",
    ),
    (
        "pairs_below",
        "pairs_tested",
        "Pairs of influences below the detectable size",
        "However many papers they shared, the test could not pass: they say nothing either way.",
    ),
    (
        "pairs_open",
        "pairs_tested",
        "Pairs of influences that could have passed and did not",
        "Not shown to be reported together beyond chance; that is not shown to be apart.",
    ),
    (
        "findings_stored",
        None,
        "Findings stored and not counted",
        "Recommendations, hypotheses, questions, methods and background, or findings of papers that are not included.",
    ),
    (
        "papers_candidate",
        None,
        "Papers still candidates",
        "Nobody has decided whether they belong to the review.",
    ),
    (
        "papers_eligible_not_reported",
        None,
        "Papers eligible and not reported",
        "They belong to the question and are in none of the figures.",
    ),
    (
        "pending",
        None,
        "Double-coded candidates not yet decided on by all",
        "They are in no figure until everybody has decided.",
    ),
    (
        "survey_hidden",
        "survey_summaries",
        "Summaries of ratings that are not shown",
        "The group, or what could be worked out from it and from what is shown beside it, has too few people.",
    ),
    (
        "survey_refused",
        "survey_statistics",
        "Statistics of the survey that were refused",
        "So few sites, people or items cannot support them; each says why.",
    ),
)
"""Figure, the figure it is part of, what it is, what it means. Shown when there is one and it is not zero."""
NEVER = (
    (
        "Why papers do not report an influence",
        "Not reported is silence of a paper that was read for it. It is not a sign that the influence was not there.",
    ),
    (
        "How strongly an influence acts",
        "Figures are frequencies of report. They are no effects and no importance.",
    ),
    (
        "Which primary studies several included papers share",
        "Overlap is not corrected for; where included papers are reviews, one study may stand behind several of them.",
    ),
)


def unknown_table(figures: Mapping[str, Figure], tables: Mapping[str, Table]) -> Table:
    """One row for each thing that is not known."""
    rows = [*_counted(figures), *_not_recorded(figures, tables)]
    rows += [_row(what, None, None, None, meaning) for what, meaning in NEVER]
    return Table("unknown", COLUMNS, rows, "as each row says", many(len(rows), "thing"))


def _counted(figures: Mapping[str, Figure]) -> Iterator[Row]:
    for name, of, what, meaning in COUNTED:
        found = figures.get(name)
        if found is not None and found.value:
            whole = None if of is None else int(figures[of].value)
            yield _row(what, int(found.value), found.unit, whole, meaning)


def _not_recorded(figures: Mapping[str, Figure], tables: Mapping[str, Table]) -> Iterator[Row]:
    papers = tables["papers"].rows
    parts = (("year", "year"), ("design", "design"), ("quality", "appraisal"), ("settings", "setting"))
    for column, said in parts:
        missing = sum(not row[column] for row in papers)
        if missing:
            yield _row(
                f"Papers for which no {said} is recorded", missing, "paper", len(papers), "It was not in the tables."
            )
    if not tables["prisma"].rows:
        yield _row(
            "How the papers were found and selected",
            None,
            None,
            None,
            "PRISMA counts: not recorded. The review holds no search results and no screening decisions.",
        )
    if not tables["agreement"].rows:
        yield _row(
            "How far coders agree",
            None,
            None,
            None,
            "No candidate was decided on by two people here; agreement of the extraction was not recorded.",
        )
    not_judged = int(figures["soqf"].value) - int(figures["soqf_judged"].value)
    if not_judged:
        yield _row(
            "Summarised findings without a CERQual judgement",
            not_judged,
            "finding",
            int(figures["soqf"].value),
            "Confidence is for people to judge; nothing here stands in for it.",
        )


def _row(what: str, count: int | None, unit: str | None, of: int | None, meaning: str) -> Row:
    return {"what": what, "count": count, "unit": unit, "of": of, "meaning": meaning}
