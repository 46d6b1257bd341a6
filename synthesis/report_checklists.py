"""SWiM and ENTREQ, filled in with what the review itself knows, and marked where a person must write.

Sources: Campbell M et al. Synthesis without meta-analysis (SWiM) in systematic reviews: reporting guideline. BMJ
2020;368:l6890. Tong A et al. Enhancing transparency in reporting the synthesis of qualitative research: ENTREQ. BMC
Medical Research Methodology 2012;12:181. Items are put in our words.
"""

# long: thirty items of two guidelines are data, listed once

from __future__ import annotations

from collections.abc import Mapping, Sequence

from synthesis.report_model import Figure, Row, Table, columns_of

COLUMNS = columns_of(
    ("item", "string", "number of the item in the guideline"),
    ("topic", "string", "what it is about"),
    ("known", "string", "what this review records"),
    ("to_write", "string", "what a person must write; null where nothing is left"),
)
Item = tuple[str, str, str, str | None]
"""Number, topic, what is known (figures in braces), what is left to write."""
NOTHING = "Nothing of it is recorded in this review."
SWIM: Sequence[Item] = (
    (
        "1a",
        "Grouping of studies for the synthesis",
        (
            "Papers are grouped by influence ({influences_active} in the codebook, {influences_draft} free "
            "phrasings), by direction, and by setting ({settings} settings). See Directions by setting."
        ),
        "The rationale of the groups: which logic model, theory or practice they follow.",
    ),
    ("1b", "Changes of the groups after the protocol", NOTHING, "Changes since the protocol, with reasons, or none."),
    (
        "2",
        "Standardised metric",
        (
            "Frequency of report: {unit_words} that report an influence, among those read for it, with a Wilson 95 % "
            "interval. Direction is reported apart, in eight states. No effect is transformed. See Methods."
        ),
        "Why this metric fits the question.",
    ),
    (
        "3",
        "Synthesis methods",
        (
            "Counting of directions per paper (not by statistical significance), co-occurrence against a null model, "
            "sensitivity by leaving out one paper at a time ({runs} runs). See Methods."
        ),
        "Why a meta-analysis was not done.",
    ),
    (
        "4",
        "Criteria by which results are prioritised",
        (
            "Influences stand in the order of how many papers report them; every influence of the codebook is shown, "
            "reported or not. No result was left out by its size."
        ),
        "Whether some studies weigh more in the conclusions (design, quality, relevance), and why.",
    ),
    (
        "5",
        "Heterogeneity",
        "Directions by setting, sensitivity to each paper, kind of source, quality and curator where recorded.",
        "What explains the differences between settings.",
    ),
    (
        "6",
        "Certainty of the evidence",
        "GRADE-CERQual: {soqf_judged} of {soqf} summarised findings have a judgement that a person entered.",
        "The judgements that are marked as not judged, and how they were made.",
    ),
    (
        "7",
        "Presentation of data",
        (
            "Tables of papers, influences, directions, pairs and sensitivity, each with unit and number; every figure "
            "opens to its findings and passages. Papers are listed by name."
        ),
        None,
    ),
    (
        "8",
        "Reporting of results",
        "For each influence: papers, denominator, interval, directions, contributing papers and passages.",
        "A description of each finding in words, with the certainty of it.",
    ),
    (
        "9",
        "Limitations of the synthesis",
        "See What stays unknown: it lists what was not recorded, not read and not testable.",
        "How these limits bear on the question of the review.",
    ),
)
ENTREQ: Sequence[Item] = (
    ("1", "Aim", "{aim}", "The aim in context."),
    (
        "2",
        "Synthesis methodology",
        "Frequency of report and directions of influences, as in Methods.",
        "The methodology (for example thematic synthesis, framework synthesis) and the reason for it.",
    ),
    ("3", "Approach to searching", NOTHING, "Pre-planned or iterative searching."),
    ("4", "Inclusion criteria", NOTHING, "Population, language, years, type of publication and of study."),
    (
        "5",
        "Data sources",
        "Sources recorded: {searches}. See Search and selection.",
        "The rationale of the sources; sources that are not recorded.",
    ),
    (
        "6",
        "Electronic search strategy",
        "Recorded per source where the review holds it. See Search and selection.",
        "Strategies that are not recorded.",
    ),
    (
        "7",
        "Study screening methods",
        "Papers recorded as excluded: {papers_excluded}. See Search and selection.",
        "How, and by how many people, papers were screened.",
    ),
    (
        "8",
        "Study characteristics",
        (
            "{papers} included papers on {studies} studies, with year, design, participants and setting as far as they "
            "were recorded. See Included papers."
        ),
        None,
    ),
    (
        "9",
        "Study selection results",
        "Records identified: {records}; papers included: {papers}. See Search and selection.",
        "Reasons for exclusion that are not recorded.",
    ),
    ("10", "Rationale for appraisal", NOTHING, "Why studies were appraised, or were not."),
    ("11", "Appraisal items", NOTHING, "The tools used."),
    ("12", "Appraisal process", NOTHING, "Whether appraisal was done independently, and by how many."),
    (
        "13",
        "Appraisal results",
        "Appraisal as reported in the tables: {papers_appraised} of {papers} papers. See Included papers.",
        "What was weighted or excluded by it, and why.",
    ),
    (
        "14",
        "Data extraction",
        (
            "Rounds of extraction: {rounds}, of {papers_extracted} of {papers} papers. What was looked for in them is "
            "listed under Methods."
        ),
        "Which sections of the papers were read, and how data were taken from them.",
    ),
    ("15", "Software", "narragraph {version}.", "Other software."),
    (
        "16",
        "Number of reviewers",
        "People who decided on passages here: {curators}. Tables of extraction name nobody.",
        "Who coded and analysed, as far as tables do not say.",
    ),
    (
        "17",
        "Coding",
        (
            "Each finding is coded to one influence of the codebook and one direction; {decisions} decisions and "
            "{adjudications} adjudications are recorded."
        ),
        "Whether coding was line by line, and from what it started.",
    ),
    (
        "18",
        "Study comparison",
        "By direction and by setting, influence by influence.",
        "How comparisons were made within and across studies.",
    ),
    (
        "19",
        "Derivation of themes",
        "{influences_active} influences stand in the codebook, with definitions where it has them.",
        "Whether influences were derived inductively or deductively.",
    ),
    (
        "20",
        "Quotations",
        (
            "{passages_text} quotes of texts, {passages_cell} entries of tables and {passages_note} paraphrases stand "
            "behind the findings, each marked as what it is."
        ),
        "Whose words the quotes are: participants' or authors'.",
    ),
    (
        "21",
        "Synthesis output",
        "Frequencies, directions, co-occurrence and what stays unknown.",
        "Results that go beyond a summary of the primary studies: a model, a theory, an interpretation.",
    ),
)


def checklist_tables(
    figures: Mapping[str, Figure], tables: Mapping[str, Table], version: str, *, question: bool
) -> dict[str, Table]:
    """Both checklists, their figures filled in."""
    told = {name: f"{one.value:,}" if isinstance(one.value, int) else str(one.value) for name, one in figures.items()}
    told["aim"] = "The question of the review stands under Question." if question else NOTHING
    told |= {"version": version, "unit_words": f"{tables['influences'].unit}s"}
    told["papers_appraised"] = f"{sum(bool(row['quality']) for row in tables['papers'].rows):,}"
    return {
        name: Table(name, COLUMNS, [_row(item, told) for item in items], "item", f"{len(items)} items")
        for name, items in (("swim", SWIM), ("entreq", ENTREQ))
    }


def _row(item: Item, told: Mapping[str, str]) -> Row:
    number, topic, known, to_write = item
    return {"item": number, "topic": topic, "known": known.format_map(told), "to_write": to_write}
