"""The labels and relationship types of the graph, with every property, as data.

One place for names, types and meanings: the DDL and the write files under cypher/ are generated from it
(`python -m cypher.generate`), the tables of a build are checked against it, docs/model.md lists it.
Only labels that something fills are here; a later label comes with the code that fills it.
"""

# long: the whole vocabulary is data, listed once and in one place

from __future__ import annotations

from dataclasses import dataclass

SCHEMA_VERSION = 10
"""Raised by every change of a label, relationship type or property; CHANGELOG.md lists them under Vocabulary."""


@dataclass(frozen=True)
class Column:
    """One property: `type` is string, integer, float, boolean or list<string>."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class NodeTable:
    """One label. The first column is always `id`."""

    label: str
    meaning: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class EdgeTable:
    """One relationship type between two labels; at most one relationship per ordered pair of nodes."""

    type: str
    start: str
    end: str
    meaning: str
    columns: tuple[Column, ...] = ()
    derived: bool = False
    """Computed from findings by one query; nothing else writes it."""
    requested: bool = False
    """Written on request only (graph/requested.py); no part of a folder's tables."""


def _id(meaning: str) -> Column:
    return Column("id", "string", meaning)


NODES: tuple[NodeTable, ...] = (
    NodeTable(
        "Review",
        "The synthesis itself, with its question and counting rules.",
        (
            _id("the id in review.toml"),
            Column("title", "string", "title of the review"),
            Column("question", "string", "what the review asks"),
            Column("registration", "string", "registration of the protocol"),
            Column("unit", "string", "default unit of every count"),
            Column("paper_with_both", "string", "state of a paper with facilitator and barrier findings"),
            Column("recommendations", "string", "whether recommendations are counted or only stored"),
            Column("codebook_version", "string", "SHA-256 of the codebook as built, first 12 hex digits"),
            Column("schema_version", "integer", "version of this vocabulary"),
            Column("revision", "string", "SHA-256 over the inputs; set last"),
            Column("building", "string", "revision being written now, null when none"),
        ),
    ),
    NodeTable(
        "Paper",
        "A document that reports on a study.",
        (
            _id("doi:..., or paper:... from the id columns"),
            Column("title", "string", "title"),
            Column("authors", "list<string>", "authors as the table spells them"),
            Column("year", "integer", "year of publication"),
            Column("doi", "string", "DOI in lower case, without resolver"),
            Column("language", "string", "BCP 47 tag of the paper"),
            Column("status", "string", "included, excluded, candidate or eligible_not_reported"),
            Column("extracted", "boolean", "true when data were extracted for at least one influence"),
            Column("screening_stage", "string", "title_abstract or full_text: the stage that decided; null before"),
            Column("screened", "boolean", "true when somebody decided on it at any stage, or a table gives its status"),
            Column("screening_reason", "string", "why it was excluded, as the tool or file says"),
            Column(
                "extra",
                "string",
                "kept columns of the table as a JSON object, for reading, never for counting",
            ),
        ),
    ),
    NodeTable(
        "Source",
        "Where papers were searched for or came from.",
        (
            _id("source: and the name, with the date of the search"),
            Column("kind", "string", "database, journal, conference, website, expert or citation_tracking"),
            Column("provider", "string", "interface that was searched, such as Ovid"),
            Column("name", "string", "name"),
            Column("searched_on", "string", "date of the search, ISO 8601"),
            Column("search", "string", "the query, or what was done"),
            Column("hits", "integer", "records that the source says it found; null when it does not"),
            Column("language_limit", "string", "languages that the search was limited to, BCP 47, with blanks between"),
            Column("round", "string", "round of searching that it belongs to; null for the first"),
        ),
    ),
    NodeTable(
        "Study",
        "An investigation; it may have several papers.",
        (
            _id("study:... from the id columns, or the paper's id when the table has no study column"),
            Column("design", "string", "design as reported"),
            Column("participants", "string", "participants as reported"),
            Column("quality", "string", "overall appraisal, as reported or mapped; null when nobody appraised it"),
            Column(
                "appraisals",
                "string",
                "appraisals as a JSON array of {tool, version, paper, overall, reported, items}, for reading",
            ),
            Column("extra", "string", "kept columns as a JSON object"),
        ),
    ),
    NodeTable(
        "Setting",
        "Where it happened: service, site, country, region or income group.",
        (
            _id("setting:kind/name"),
            Column("name", "string", "name, first spelling met"),
            Column("kind", "string", "service, site, country, region, income group, ..."),
            Column("country", "string", "country as reported"),
            Column("income_group", "string", "income group as reported"),
            Column("level_of_care", "string", "level of care as reported"),
            Column("sector", "string", "sector as reported, such as statutory or voluntary"),
        ),
    ),
    NodeTable(
        "Influence",
        "A factor in the codebook that helps or hinders.",
        (
            _id("influence_id of the codebook, or draft:... for a free phrasing"),
            Column("name", "string", "preferred name"),
            Column("definition", "string", "definition in the codebook"),
            Column("includes", "string", "what belongs to it"),
            Column("excludes", "string", "what does not"),
            Column("example", "string", "an example"),
            Column("status", "string", "active, draft or retired"),
            Column("level", "integer", "0 for a root of the codebook tree, 1 for its children, ..."),
        ),
    ),
    NodeTable(
        "Construct",
        "A term of a framework that influences are mapped to.",
        (
            _id("construct:framework/name"),
            Column("framework", "string", "name of the framework, with its edition where there are several"),
            Column("name", "string", "name of the construct"),
            Column("source", "string", "where the framework is published, or what lists the construct"),
        ),
    ),
    NodeTable(
        "Mapping",
        "What one author says of an influence and a framework: a construct with the kind of match, or that none fits.",
        (
            _id("m: and 20 hex digits over influence, framework, construct and author"),
            Column("framework", "string", "name of the framework"),
            Column(
                "kind",
                "string",
                "exact, close, narrower (the influence is narrower than the construct), broader, partial or none",
            ),
            Column("author", "string", "who says so: a person or a publication"),
            Column("reason", "string", "why"),
            Column("date", "string", "when it was said, ISO 8601"),
        ),
    ),
    NodeTable(
        "Extraction",
        "One round of data extraction: the list of influences that was looked for.",
        (
            _id("extraction:name; a paper of several rounds has one node for their union"),
            Column("name", "string", "name in review.toml, joined by + for a union"),
            Column("papers", "integer", "included papers extracted in this round"),
        ),
    ),
    NodeTable(
        "Finding",
        "What one paper says about one influence in one setting, with its direction.",
        (
            _id("f: and 20 hex digits over the finding key"),
            Column("direction", "string", "facilitator, barrier, mixed, neutral, unclear or absent; as reported"),
            Column("assertion", "string", "finding, participant_quote, recommendation, ..."),
            Column(
                "counted",
                "boolean",
                "whether it enters counts (assertion, counting rules, status of the paper)",
            ),
            Column("mitigated", "boolean", "reported as overcome"),
            Column("stage", "string", "stage of the work as reported"),
            Column("viewpoint", "string", "whose view it is"),
            Column("time_point", "string", "when it was reported"),
            Column("reported", "string", "the value in the source when a table's effect column was read"),
            Column("inverted", "boolean", "true when the mapping's invert_when applied"),
            Column("setting_shared", "boolean", "one cell named several settings; each has this finding"),
            Column("origin", "string", "table or curation"),
        ),
    ),
    NodeTable(
        "Passage",
        "Verbatim text or a cell, with its place; kind note is a paraphrase and never a quote.",
        (
            _id("p: and 20 hex digits over the anchor"),
            Column("kind", "string", "cell, text or note"),
            Column("quote", "string", "the words; for a note the paraphrase"),
            Column("translation", "string", "the words in another language, as a table gives them beside the original"),
            Column("prefix", "string", "up to 32 characters before"),
            Column("suffix", "string", "up to 32 characters after"),
            Column("char_start", "integer", "first code point in the cell or stored text"),
            Column("char_end", "integer", "one past the last code point"),
            Column("page", "integer", "page of the document"),
            Column("path", "string", "file in the review folder"),
            Column("sheet", "string", "sheet of a workbook"),
            Column("cell", "string", "address as the spreadsheet shows it, such as F14"),
            Column("language", "string", "BCP 47 tag of the words"),
            Column("text_sha256", "string", "hash of the cell or stored text that the offsets refer to"),
            Column("pointer", "string", "where a note was taken from"),
            Column(
                "section",
                "string",
                "part of the paper that the text stands in: abstract, background, methods, results, discussion or "
                "other; null for cells and notes",
            ),
        ),
    ),
    NodeTable(
        "CitedFigure",
        "A count published elsewhere, cited and compared, never counted.",
        (
            _id("cited:... over source and label"),
            Column("label", "string", "what is counted"),
            Column("papers", "integer", "the published count, in papers"),
            Column("of_papers", "integer", "its denominator"),
            Column("studies", "integer", "the published count, in studies"),
            Column("of_studies", "integer", "its denominator"),
            Column("influences", "integer", "how many influences a publication names"),
            Column("percentage", "string", "the percentage as printed"),
            Column("basis", "string", "stated, or inferred with the reasoning"),
            Column("citation", "string", "the publication"),
            Column("url", "string", "where it was read"),
        ),
    ),
    NodeTable(
        "Suggestion",
        "A proposed claim on one passage that somebody decided on, as it was shown; never counted.",
        (
            _id("s: and 20 hex digits over passage and influence"),
            Column("direction", "string", "the direction that was proposed"),
            Column("assertion", "string", "the kind of sentence that was proposed"),
            Column("band", "string", "strong, medium or weak"),
            Column("score", "float", "orders suggestions of one engine"),
            Column("reasons", "string", "rules and the words they fired on, as a JSON array of {rule, said}"),
            Column("origin", "string", "rules, model or human"),
            Column("engine", "string", "what proposed it, with its version"),
            Column("status", "string", "single, agreed, conflict or adjudicated"),
        ),
    ),
    NodeTable(
        "Decision",
        "What a curator made of a suggestion; the newest of each curator, and adjudications.",
        (
            _id("e: and 20 hex digits, the id of the ledger entry"),
            Column("kind", "string", "decision or adjudication"),
            Column("verdict", "string", "accept, edit, reject or unsure"),
            Column("direction", "string", "the direction that was decided; null without a claim or with several"),
            Column("at", "string", "when, as the curator's clock had it (ISO 8601, UTC); shown, never sorted by"),
            Column("reason", "string", "why"),
            Column("seconds", "float", "time that it took, when it was measured"),
            Column("blind", "boolean", "decided before the suggestion was shown"),
            Column("codebook_version", "string", "the codebook that it was made under"),
        ),
    ),
    NodeTable(
        "Curator",
        "Somebody who decides.",
        (
            _id("the name in review.toml and in decisions/"),
            Column("name", "string", "name as written"),
            Column("role", "string", "coder, adjudicator or reader"),
        ),
    ),
    NodeTable(
        "Instrument",
        "One version of one form of a measure that is made of influences, or of a measure beside it.",
        (
            _id("instrument:name/version/form"),
            Column("name", "string", "name of the measure"),
            Column("version", "string", "version, such as planned or 1.0"),
            Column("form", "string", "who answers this form, such as peer workers; null when there is one for all"),
            Column("languages", "list<string>", "languages that it is worded in, BCP 47"),
            Column("scale_low", "float", "lowest answer; null when its items differ"),
            Column("scale_high", "float", "highest answer; null when its items differ"),
            Column("items_kept", "integer", "items of this version and form"),
            Column("items_dropped", "integer", "items that were dropped before it"),
            Column("synthetic", "boolean", "true when its ratings are made up, to show or test"),
        ),
    ),
    NodeTable(
        "Item",
        "A sentence that respondents rate, in one version of one form of a measure.",
        (
            _id("item:name/version/form/item_id"),
            Column("item_id", "string", "its name in the instrument, the same in every version"),
            Column("position", "integer", "its place in the form, from 1"),
            Column("wording", "string", "the sentence in each language, as a JSON object of BCP 47 tag to words"),
            Column("text", "string", "the sentence in the first language of the file"),
            Column("scale_low", "float", "lowest answer"),
            Column("scale_high", "float", "highest answer"),
            Column("anchors", "string", "words at answers, as a JSON object of tag to an object of answer to words"),
            Column("reverse", "boolean", "true when agreeing means less of the influence; ratings are turned"),
            Column("status", "string", "kept or dropped"),
            Column("reason", "string", "why it was dropped, changed or kept"),
        ),
    ),
    NodeTable(
        "Rating",
        "What a group of respondents answered to one item, or to all items of one influence; never one person's.",
        (
            _id("r: and 20 hex digits over instrument, item or influence, wave and group"),
            Column("rated", "string", "item, influence or measure: what was rated"),
            Column("wave", "string", "time point; null when there is one"),
            Column("group_kind", "string", "all, site, role or language"),
            Column("group_name", "string", "name of the group; null for all"),
            Column("respondents", "integer", "people of the group who answered; null when it is not shown"),
            Column("mean", "float", "mean, reversed items turned; null when it is not shown"),
            Column("sd", "float", "standard deviation (n - 1)"),
            Column("low", "float", "lower end of the 95 % t interval of the mean"),
            Column("high", "float", "upper end of it"),
            Column("median", "float", "median"),
            Column("missing", "integer", "people of the group who left it out; null when it is not shown"),
            Column("not_applicable", "integer", "people who said that it does not apply; null when it is not shown"),
            Column("shown", "boolean", "false when the group, or what is left beside it, is too small to be shown"),
            Column("why_not", "string", "why it is not shown"),
            Column("synthetic", "boolean", "true when the ratings are made up, to show or test"),
        ),
    ),
    NodeTable(
        "SurveyFigure",
        "One statistic of a survey, with what it assumes and a plain sentence; or why it was refused.",
        (
            _id("sf: and 20 hex digits over method, what it is about, wave and group"),
            Column("analysis", "string", "reliability, validity or sites"),
            Column("method", "string", "name of the statistic, such as cronbach_alpha"),
            Column("about", "string", "the measure, an influence, an item or a pair of them, in words"),
            Column("influence_id", "string", "the influence that it is about; null for the whole measure"),
            Column("with_id", "string", "the other influence of a pair, or the outside measure"),
            Column("item_id", "string", "the item that it is about"),
            Column("wave", "string", "time point; null when there is one"),
            Column("group_kind", "string", "all, site, role or language"),
            Column("group_name", "string", "name of the group; null for all"),
            Column("respondents", "integer", "people it rests on; null when they are too few to be shown"),
            Column("value", "float", "the statistic; null when it was refused"),
            Column("low", "float", "lower end of the 95 % interval"),
            Column("high", "float", "upper end of it"),
            Column("p", "float", "p value, where there is a test"),
            Column("p_adj", "float", "p adjusted for the tests beside it; the method is in the assumptions"),
            Column("interval_kind", "string", "how the interval was made; null without one"),
            Column("assumes", "string", "what it assumes"),
            Column("sentence", "string", "what it says, in plain words"),
            Column("refused", "string", "why it was not computed"),
            Column("seed", "integer", "start of the random numbers; null where none were drawn"),
            Column("synthetic", "boolean", "true when the ratings are made up, to show or test"),
        ),
    ),
)

EDGES: tuple[EdgeTable, ...] = (
    EdgeTable("INCLUDES", "Review", "Paper", "the review holds the paper, whatever its status"),
    EdgeTable("FOUND", "Source", "Paper", "a source gave a record of the paper"),
    EdgeTable("CITES", "Paper", "Paper", "a reference list of citations/ says that the first cites the second"),
    EdgeTable(
        "RELATED_TO",
        "Paper",
        "Paper",
        "papers that belong together without being one; start id < end id",
        (
            Column("kind", "string", "preprint, notice (correction, retraction, comment, reply), companion or related"),
            Column("by", "string", "rules, or the person who said it"),
            Column("one_study", "boolean", "true when a person said that both report on one study"),
        ),
    ),
    EdgeTable("REPORTS_ON", "Paper", "Study", "a paper reports on a study"),
    EdgeTable("CONDUCTED_IN", "Study", "Setting", "a study was conducted in a setting"),
    EdgeTable("PART_OF", "Setting", "Setting", "a site is part of a country, a country of an income group"),
    EdgeTable("REPORTS", "Paper", "Finding", "a paper reports a finding"),
    EdgeTable("ABOUT", "Finding", "Influence", "a finding is about exactly one influence"),
    EdgeTable("IN_SETTING", "Finding", "Setting", "a finding holds in one setting, or in none that is named"),
    EdgeTable("FROM", "Finding", "Study", "a finding comes from exactly one study"),
    EdgeTable("CONTAINS", "Paper", "Passage", "a paper contains a passage"),
    EdgeTable(
        "ILLUSTRATES",
        "Passage",
        "Finding",
        "a passage illustrates a finding",
        (Column("coded_cell", "string", "the cell that states the claim, when it is not the passage's own"),),
    ),
    EdgeTable("NARROWER_THAN", "Influence", "Influence", "codebook tree; acyclic"),
    EdgeTable("MAPPED_BY", "Influence", "Mapping", "a mapping is about exactly one influence"),
    EdgeTable("MAPS_TO", "Mapping", "Construct", "a mapping names one construct, or none where its kind is none"),
    EdgeTable(
        "BELONGS_TO", "Construct", "Construct", "a construct belongs to a broader one, such as a domain; acyclic"
    ),
    EdgeTable(
        "EXTRACTED_IN", "Paper", "Extraction", "the one round, or union of rounds, that the paper was extracted in"
    ),
    EdgeTable("LOOKED_FOR", "Extraction", "Influence", "the round looked for this influence; never for drafts"),
    EdgeTable("CITED_ABOUT", "CitedFigure", "Influence", "a cited figure is about an influence"),
    EdgeTable("AT", "Suggestion", "Passage", "a suggestion is about a passage"),
    EdgeTable("PROPOSES", "Suggestion", "Influence", "a suggestion proposes an influence"),
    EdgeTable("MADE", "Curator", "Decision", "a curator made a decision"),
    EdgeTable("DECIDES_ON", "Decision", "Suggestion", "a decision is on one suggestion, an adjudication on several"),
    EdgeTable(
        "CLAIMS",
        "Decision",
        "Finding",
        "a finding counts because of this decision; a finding of a table may have such decisions too",
        (Column("state", "string", "single, agreed or adjudicated: how the claim came to count"),),
    ),
    EdgeTable("HAS_ITEM", "Instrument", "Item", "a form of a measure has an item, kept or dropped"),
    EdgeTable("MEASURES", "Item", "Influence", "an item measures one influence"),
    EdgeTable("RATING_BY", "Rating", "Instrument", "a summary of ratings is of one form of a measure"),
    EdgeTable("RATING_OF", "Rating", "Item", "a summary of ratings is of one item"),
    EdgeTable("RATING_ON", "Rating", "Influence", "a summary of ratings is of all items of one influence"),
    EdgeTable("RATED_AT", "Rating", "Setting", "a summary of ratings is of the respondents of one site"),
    EdgeTable("FIGURE_OF", "SurveyFigure", "Instrument", "a statistic is of one form of a measure"),
    EdgeTable(
        "MENTIONS",
        "Paper",
        "Influence",
        "derived: the paper reports the influence (counted, not absent)",
        (
            Column("findings", "integer", "counted findings other than absent"),
            Column("direction", "string", "state of the paper under paper_with_both"),
            Column("looked_for", "boolean", "whether the paper was extracted for the influence"),
        ),
        derived=True,
    ),
    *(
        EdgeTable(
            f"{direction}_IN",
            "Influence",
            "Setting",
            f"derived: counted {direction.lower()} findings on the influence in the setting",
            (
                Column("papers", "integer", "distinct papers"),
                Column("studies", "integer", "distinct studies"),
                Column("findings", "integer", "findings"),
            ),
            derived=True,
        )
        for direction in ("FACILITATOR", "BARRIER", "MIXED")
    ),
    EdgeTable(
        "CO_OCCURS",
        "Influence",
        "Influence",
        "on request: papers report both; written by `numbers pairs --write`, start id < end id",
        (
            Column("papers", "integer", "papers that report both"),
            Column("expected", "float", "papers expected under the null model"),
            Column("lift", "float", "papers over those expected of independent influences"),
            Column("p_adj", "float", "adjusted p for more than chance; null for an influence and a broader one"),
            Column("unit", "string", "what was counted: paper"),
            Column("filter", "string", "the filter in words"),
            Column("null_model", "string", "what chance was, and the correction"),
            Column("seed", "integer", "start of the random numbers; null where none were drawn"),
            Column("revision", "string", "revision it was made from; another than the Review's: stale"),
        ),
        requested=True,
    ),
)

NODE: dict[str, NodeTable] = {table.label: table for table in NODES}
EDGE: dict[str, EdgeTable] = {table.type: table for table in EDGES}


def snake(name: str) -> str:
    """The file name of a label or type: `CitedFigure` -> `cited_figure`, `IN_SETTING` -> `in_setting`."""
    if name.isupper():
        return name.lower()
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
