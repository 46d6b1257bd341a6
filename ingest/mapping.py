"""review.toml as typed, frozen models: what a review is, how it counts, and how its tables are read.

The published JSON Schema (docs/review.schema.json) and the table of keys in docs/review-folder.md are written from
these models, docstrings included (`python -m cli.docs`). Unknown keys are errors.
Column names are given as the header spells them, without blanks at the ends.
"""

# long: every key with its meaning, read side by side; the page and the schema are written from it

from __future__ import annotations

import datetime as dt
import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from graph.free.limits import LEAST, MOST, USUAL
from graph.ids import is_orcid, normal_doi, source_id
from graph.model import (
    Assertion,
    CuratorRole,
    Direction,
    FlowBox,
    PaperStatus,
    PaperWithBoth,
    Recommendations,
    ScreeningStage,
    SourceKind,
    Unit,
)
from graph.survey import SMALLEST_GROUP, Expected

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Strict(BaseModel):
    """Unknown keys are errors; nothing is changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ReviewSection(Strict):
    """`[review]`: the synthesis itself."""

    id: Slug
    """Short name in lower case, digits and hyphens. A graph or server that holds another id is refused."""
    title: str
    """Title of the review."""
    question: str | None = None
    """What the review asks."""
    registration: str | None = None
    """Where the protocol is registered, such as a PROSPERO number."""
    languages: tuple[str, ...] = ()
    """Languages of the papers as BCP 47 tags, for the record."""


class CountingSection(Strict):
    """`[counting]`: the rules behind every count."""

    unit: Unit = Unit.PAPER
    """The unit that a count has unless its name says another one."""
    paper_with_both: PaperWithBoth = PaperWithBoth.MIXED
    """The state of a paper that has facilitator and barrier findings on one influence."""
    recommendations: Recommendations = Recommendations.STORED
    """Whether findings with the assertion `recommendation` enter counts, or are only kept."""


class CellsSection(Strict):
    """`[cells]`: words that say nothing, in every table. Compared without case and outer blanks."""

    missing: tuple[str, ...] = ()
    """Words that mean that nothing was said, such as "NA" or "not reported"."""


class ExtractionSection(Strict):
    """`[[extraction]]`: one round of extraction and the influences it looked for (`"all"` = every active one)."""

    name: str
    """Name of the round; tables and columns refer to it."""
    influences: Literal["all"] | tuple[str, ...] = "all"
    """What was looked for: every active influence of the codebook, or a list of influence ids."""


class CitedSection(Strict):
    """`[[cited]]`: a count published elsewhere; shown as cited, never counted."""

    label: str
    """What the published figure counts."""
    papers: int | None = Field(default=None, ge=0)
    """The published count, when it counts papers; left out when it is not known."""
    of_papers: int | None = Field(default=None, ge=0)
    """Its denominator."""
    studies: int | None = Field(default=None, ge=0)
    """The published count, when it counts studies."""
    of_studies: int | None = Field(default=None, ge=0)
    """Its denominator."""
    influences: int | None = Field(default=None, ge=0)
    """The published count, when it says how many influences there are."""
    percentage: str | None = None
    """The percentage as printed."""
    influence: str | None = None
    """The influence that it is about: an id or a name of the codebook."""
    basis: str | None = None
    """Whether it is stated or inferred, and how."""
    flow: FlowBox | None = None
    """The box of the PRISMA flow that the published count stands in; shown beside the own count, never used."""
    citation: str
    """The publication."""
    url: str | None = None
    """Where it was read."""

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        for unit, count, whole in (("papers", self.papers, self.of_papers), ("studies", self.studies, self.of_studies)):
            if count is not None and whole is not None and count > whole:
                raise ValueError(f"{count} {unit} of {whole} cannot be. Correct one of the two numbers.")
        return self


class Value(Strict):
    """One value from a column. A plain string in review.toml means `{ column = "..." }`.

    `map` lists the closed set of values (compared without case and outer blanks): a value outside it is an error
    that names the cell. `missing` are values that say nothing, beside those of `[cells]`.
    """

    column: str
    """The column, as its header spells it."""
    map: dict[str, str] | None = None
    """Every value that may occur, and what it means; "" means that nothing is said."""
    missing: tuple[str, ...] = ()
    """Words that say nothing in this column only."""


class ListValue(Value):
    """Several values in one cell: `split` is a separator or a list of separators, `aliases` fold spellings,
    `strip` are characters dropped at both ends of every part.
    """

    split: str | tuple[str, ...] | None = None
    """One separator, or several of which any one separates."""
    aliases: dict[str, str] = Field(default_factory=dict)
    """Spelling in the table -> spelling to keep."""
    strip: str = ""
    """Characters that are dropped at both ends of each part."""


Column = str | Value
Columns = str | ListValue


class Condition(Strict):
    """A test on one column: `is` lists values (without case and outer blanks), `blank = true` means empty."""

    column: str
    """The column that is tested."""
    is_: tuple[str, ...] = Field(default=(), alias="is")
    """Values for which the condition holds."""
    blank: bool | None = None
    """`true`: it holds where the cell is empty; `false`: where it is not."""


class SkipRule(Condition):
    """`[[table.skip]]`: rows left out on purpose, counted in the report under `reason`."""

    reason: str
    """Why such rows are left out; the report counts them under it."""


class JoinSection(Strict):
    """`[[table.join]]`: columns of another sheet or file, joined by a key; every row must find its partner."""

    path: str | None = None
    """The other file; the same file when left out."""
    sheet: str | None = None
    """The other sheet."""
    header_row: int = Field(default=1, ge=1)
    """Its header row."""
    key: str
    """The column of this table that names the partner."""
    other_key: str | None = None
    """The column of the other table, when it has another name."""
    optional: bool = False
    """`true`: a row without a partner is no problem; its joined cells are empty."""


class PaperSection(Strict):
    """`[table.paper]`: which columns say what the paper is."""

    id: tuple[str, ...]
    """The fewest columns that tell papers apart. A single column with DOIs gives ids that any table shares."""
    id_else: tuple[str, ...] = ()
    """The columns that tell a paper where `id` is blank."""
    title: Column | None = None
    """Title."""
    authors: Columns | None = None
    """Authors; `split` makes a list of them. E-mail addresses are dropped."""
    year: Column | None = None
    """Year of publication, four digits."""
    doi: Column | None = None
    """DOI, with or without resolver."""
    language: Column | None = None
    """Language of the paper."""
    status: Column | None = None
    """Where the paper stands: included, excluded, candidate or eligible_not_reported. Without it: included."""
    extracted: Column | None = None
    """A column whose mapped value is the name of an `[[extraction]]`; blank = not extracted."""
    extracted_in: str | None = None
    """The name of an `[[extraction]]` that holds for every row of the table."""
    text: Columns | None = None
    """The column that names the paper's file in texts/; `split` for several files."""


class StudySection(Strict):
    """`[table.study]`: without it, each paper is its own study."""

    id: tuple[str, ...] = ()
    """The columns that tell studies apart."""
    design: Column | None = None
    """Design as reported."""
    participants: Column | None = None
    """Participants as reported."""
    quality: Column | None = None
    """Overall appraisal as reported."""


class SettingSection(Strict):
    """`[[table.setting]]`: the first is where findings hold; each further one is what the one before is part of."""

    name: Columns
    """The column with the setting's name, or with several names in a cell (`split`)."""
    kind: str
    """What kind of setting it is: service, site, country, region, income group, ..."""
    country: Column | None = None
    """Country of the setting."""
    income_group: Column | None = None
    """Income group of the setting."""
    level_of_care: Column | None = None
    """Level of care of the setting."""
    sector: Column | None = None
    """Sector of the setting, such as statutory or voluntary."""


class ColumnRange(Strict):
    """All columns from one header to another, both included, in table order."""

    from_: str = Field(alias="from")
    """Header of the first column."""
    to: str
    """Header of the last column."""


class InfluenceSection(Strict):
    """Where the influence is named: exactly one of `name`, `column` or `columns`.

    name      one influence for the whole table
    column    a column of names or phrases; `split` for list cells, `map` for a closed map to codebook ids
    columns   one column per influence: a list of headers, or { from = ..., to = ... }; the header is the name
    """

    name: str | None = None
    """One influence for the whole table."""
    column: str | None = None
    """The column that names influences."""
    split: str | tuple[str, ...] | None = None
    """Separators of a cell that lists several."""
    strip: str = ""
    """Characters that are dropped at both ends of each item."""
    map: dict[str, str] | None = None
    """Closed map from words of the table to influence ids; "" means that nothing is said."""
    missing: tuple[str, ...] = ()
    """Words that say nothing in this column only."""
    columns: tuple[str, ...] | ColumnRange | None = None
    """One column for each influence, as a list of headers or a range."""


class DirectionSection(Strict):
    """Where the direction is stated: exactly one of `column` (a closed effect column with `map`), `cells`
    (what a cell under an influence column says; a flag such as `x` maps to a direction, `""` to nothing)
    or `headers` (marks inside the column headers, dropped from the influence's name).
    """

    column: str | None = None
    """The effect column."""
    map: dict[str, Direction | Literal[""]] | None = None
    """Every value of the effect column, and the direction it means."""
    cells: dict[str, Direction | Literal[""]] | None = None
    """Every value of a cell under an influence column, and the direction it means."""
    headers: dict[str, Direction] | None = None
    """Marks in the headers, such as "(+)", and the direction they mean."""


class FindingSection(Strict):
    """`[[table.finding]]`: one way in which the table states findings; a table may state them in several ways."""

    influence: InfluenceSection
    """Where the influence is named."""
    direction: Direction | DirectionSection
    """One direction for all, or where it is stated."""
    invert_when: Condition | None = None
    """Rows in which the table names the opposite of the influence: facilitator and barrier change places."""
    assertion: Assertion | Value = Assertion.FINDING
    """What kind of sentence it is; one for all, or a column."""
    mitigated: Condition | None = None
    """Rows in which the source says that the influence was dealt with."""
    stage: Column | None = None
    """Stage of implementation."""
    viewpoint: Column | None = None
    """Whose view it is."""
    time_point: Column | None = None
    """When it was reported."""
    quote: str | None = None
    """The column that holds the words; without it the cell that states the claim is the passage."""
    quote_translation: str | None = None
    """The column that holds the words of `quote` in translation; shown beside them, never instead."""
    note: str | None = None
    """A column that holds a paraphrase; makes a passage of kind note."""
    pointer: str | None = None
    """The column that says where a note was taken from."""
    when: Condition | None = None
    """Only rows in which this holds state such findings."""

    @model_validator(mode="after")
    def _translates_something(self) -> Self:
        if self.quote_translation is not None and self.quote is None:
            raise ValueError("quote_translation needs `quote`: name the column of the words that it translates.")
        return self


class TableSection(Strict):
    """`[[table]]`: one sheet or file."""

    path: str
    """The file, from the review folder."""
    sheet: str | None = None
    """Sheet of a workbook; needed when it has several."""
    header_row: int | tuple[int, ...] = 1
    """As the spreadsheet counts rows; several rows are joined with " / " (parents above children)."""
    totals_row: int | None = None
    """A row of published column totals: compared with what was read, never counted as data."""
    last_row: int | None = None
    """The last row with data, when something else stands below."""
    encoding: str | None = None
    """Encoding of a text file, when it is neither UTF-8 nor Windows-1252."""
    separator: str | None = None
    """Separator of a text file, when it is not found by itself."""
    one_row_is: Literal["paper", "study", "finding"] = "paper"
    """What one row stands for; decides where kept columns go."""
    fill_down: tuple[str, ...] = ()
    """Columns in which an empty cell repeats the one above."""
    ignore: tuple[str, ...] = ()
    """Columns that are left out on purpose."""
    keep: tuple[str, ...] = ()
    """Columns that are kept with the paper (or study) for reading, and never counted."""
    skip: tuple[SkipRule, ...] = ()
    """Rows that are left out on purpose."""
    join: tuple[JoinSection, ...] = ()
    """Columns of other sheets or files."""
    paper: PaperSection
    """What the paper of a row is."""
    study: StudySection = StudySection()
    """What the study of a row is."""
    setting: tuple[SettingSection, ...] = ()
    """Where the findings of a row hold."""
    finding: tuple[FindingSection, ...] = ()
    """The ways in which a row states findings."""


class SourceSection(Strict):
    """`[[sources]]`: one search of one source, with the files of references/ that it gave."""

    name: str
    """Name, such as "MEDLINE", "Psychiatric Services" or "experts asked"."""
    kind: SourceKind
    """What kind of source it is; all but `database` are the other methods of PRISMA."""
    provider: str | None = None
    """The interface that was searched, such as "Ovid" or "EBSCO"."""
    searched_on: date | None = None
    """Day of the search; needed when a source was searched twice."""
    query: str | None = None
    """The query, or in words what was done."""
    hits: int | None = Field(default=None, ge=0)
    """Records that the source said it found; compared with the records that are there."""
    language_limit: tuple[str, ...] = ()
    """Languages that the search was limited to, as BCP 47 tags."""
    files: tuple[str, ...] = ()
    """Its files, such as "references/medline-*.ris". None for a source whose records were not kept."""
    round: str | None = None
    """Name of an update that the search belongs to; nothing for the first search."""

    @property
    def id(self) -> str:
        """Its id in the graph."""
        return source_id(self.name, self.searched_on.isoformat() if self.searched_on else None)


class ScreeningSection(Strict):
    """`[[screening]]`: files of references/ that say what was decided at one stage."""

    stage: ScreeningStage
    """title_abstract or full_text."""
    files: tuple[str, ...]
    """Files, such as "references/rayyan/*.csv". They may be the files of a source, or exports of a screening tool."""
    decided: Literal["marks", "included", "excluded"] = "marks"
    """`marks`: each record says it itself (Rayyan, ASReview); else all records of these files were decided so."""
    reviewer: str | None = None
    """Who decided, where the file does not say; nothing for a decision of all."""
    reason: str | None = None
    """Why all records of these files were excluded, where the file does not say."""


class AppraisalSection(Strict):
    """`[[appraisal]]`: a table of quality appraisals, one row for each appraised paper or study.

    What is not appraised, and a blank `overall`, stay unknown. Two different overall values for one study are an error;
    of two `reviewer`s they leave it unknown.
    """

    path: str
    """The file, from the review folder."""
    tool: str
    """The instrument, such as "MMAT" or "CASP qualitative"."""
    version: str | None = None
    """Its version."""
    paper: tuple[str, ...] = ()
    """The columns that tell the paper, as `id` of a `[[table]]` does; a single column with DOIs fits any table."""
    study: tuple[str, ...] = ()
    """The columns that tell the study, where studies were appraised and not papers."""
    overall: Column | None = None
    """The overall appraisal, usually with a `map` to words such as high, moderate and low."""
    items: tuple[str, ...] | ColumnRange = ()
    """The columns of the instrument's items; their cells are kept as they are."""
    reviewer: str | None = None
    """The column that says who appraised, where several did; a row in which it is blank says what they agreed on."""
    sheet: str | None = None
    """Sheet of a workbook; needed when it has several."""
    header_row: int | tuple[int, ...] = 1
    """As the spreadsheet counts rows."""
    last_row: int | None = None
    """The last row with data, when something else stands below."""
    encoding: str | None = None
    """Encoding of a text file, when it is neither UTF-8 nor Windows-1252."""
    separator: str | None = None
    """Separator of a text file, when it is not found by itself."""
    ignore: tuple[str, ...] = ()
    """Columns that are left out on purpose."""
    skip: tuple[SkipRule, ...] = ()
    """Rows that are left out on purpose."""

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        if bool(self.paper) == bool(self.study):
            raise ValueError("an appraisal names the columns of either `paper` or `study`.")
        if self.overall is None and not self.items:
            raise ValueError("an appraisal needs `overall`, `items` or both.")
        return self


class TextsSection(Strict):
    """`[texts]`: which paper a file in texts/ is of, where neither a table, its own DOI nor its name says so."""

    files: dict[str, str] = Field(default_factory=dict)
    """File name -> paper id, such as "smith-final.pdf" = "doi:10.1000/x"."""
    new: Literal["report"] | PaperStatus = "report"
    """What a text is whose paper no table has: reported and not used, or a paper of this status."""


class PersonSection(Strict):
    """`[[curators.people]]`: somebody who takes part."""

    id: Slug
    """The name in commands and in decisions/: lower case, digits and hyphens."""
    name: str | None = None
    """The name to show; the id when left out."""
    role: CuratorRole = CuratorRole.CODER
    """coder decides; adjudicator also settles conflicts and changes the codebook; reader only reads."""


class DoubleCodingSection(Strict):
    """`[curators.double_coding]`: which suggestions are decided by several people, each without seeing the others."""

    share: float = Field(default=0.0, ge=0, le=1)
    """The share of suggestions, from 0 to 1."""
    seed: int = 1
    """Start of the random numbers that draw them; recorded with what was drawn."""
    each: int = Field(default=2, ge=2)
    """How many people decide on each."""


class CuratorsSection(Strict):
    """`[curators]`: who decides on passages. Without people anybody may, under any name."""

    people: tuple[PersonSection, ...] = ()
    """Who takes part, and as what."""
    double_coding: DoubleCodingSection = DoubleCodingSection()
    """What is decided by several people."""
    blind_share: float = Field(default=0.1, ge=0, le=1)
    """The share of passages that are decided before the suggestion is shown, to measure what showing it does."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [person.id for person in self.people]
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise ValueError(f'"{twice[0]}" stands here twice. Give each person one id.')
        coders = sum(person.role is not CuratorRole.READER for person in self.people)
        if self.double_coding.share and self.people and coders < self.double_coding.each:
            raise ValueError(f"{self.double_coding.each} people decide on each, and only {coders} may decide.")
        return self


class CypherSection(Strict):
    """`[cypher]`: whether anybody may ask the graph in Cypher of their own, and how much one statement may take."""

    enabled: bool = False
    """`true`: `narragraph cypher` and, while `serve` runs, `POST /v1/cypher` answer. It only ever reads."""
    seconds: float = Field(default=USUAL.seconds, ge=LEAST.seconds, le=MOST.seconds)
    """Seconds that one statement may run."""
    rows: int = Field(default=USUAL.rows, ge=LEAST.rows, le=MOST.rows)
    """Rows of one answer; what is more is cut, and told."""
    answer_mb: int = Field(default=USUAL.answer_mb, ge=LEAST.answer_mb, le=MOST.answer_mb)
    """Megabytes of one answer; what is more is cut, and told."""
    memory_mb: int = Field(default=USUAL.memory_mb, ge=LEAST.memory_mb, le=MOST.memory_mb)
    """Megabytes of memory that the process of one statement may take."""
    at_once: int = Field(default=USUAL.at_once, ge=LEAST.at_once, le=MOST.at_once)
    """Statements of one server that may run at the same time."""


class AuthorSection(Strict):
    """`[[release.authors]]`: one author, in the order of the citation: a person, or an organisation by `name`."""

    family: str | None = None
    """Family name of a person."""
    given: str | None = None
    """Given names of a person."""
    name: str | None = None
    """Name of an organisation, or of a person whose name has no parts."""
    orcid: str | None = None
    """ORCID iD of a person: sixteen digits in fours, or its address."""
    affiliation: str | None = None
    """Where the person works."""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if bool(self.family) == bool(self.name) or (self.given and not self.family):
            raise ValueError("an author has either `family` (and `given`), or `name`.")
        if self.orcid is not None and not is_orcid(self.orcid):
            raise ValueError(f'"{self.orcid}" is no ORCID iD: its last digit does not fit, or it is not whole.')
        return self


class ReleaseSection(Strict):
    """`[release]`: how a release of this folder is to be cited. What stands nowhere is said to be unknown."""

    version: str | None = None
    """Version of the release; `--version` overrides it."""
    date: dt.date | None = None
    """Day of the release; `--date` overrides it."""
    licence: str | None = None
    """Licence of what the team made: an identifier of SPDX such as "CC-BY-4.0", or the address of its text."""
    doi: str | None = None
    """DOI of the release, where the archive reserved one."""
    authors: tuple[AuthorSection, ...] = ()
    """Who is cited, in this order."""

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.licence is not None and not re.fullmatch(r"https?://\S+|[A-Za-z0-9][A-Za-z0-9.+-]*", self.licence):
            near = f' Did you mean "{"-".join(self.licence.split())}"?' if " " in self.licence else ""
            raise ValueError(f'licence "{self.licence}" is neither an SPDX identifier nor an address.{near}')
        if self.doi is not None and normal_doi(self.doi) is None:
            raise ValueError(f'doi "{self.doi}" is no DOI, such as 10.5281/zenodo.123.')
        return self


class FixedSection(Strict):
    """One value for every row: `{ value = "..." }`."""

    value: str
    """The value."""


Said = str | Value | FixedSection


class PeopleSection(Strict):
    """How a table of people is read, whatever they said."""

    path: str
    """The file, from the review folder; it lies below survey/."""
    sheet: str | None = None
    """Sheet of a workbook; needed when it has several."""
    header_row: int = Field(default=1, ge=1)
    """As the spreadsheet counts rows."""
    skip_rows: tuple[int, ...] = ()
    """Rows that hold no people, as the spreadsheet counts: the further header rows of survey services."""
    last_row: int | None = None
    """The last row with data, when something else stands below."""
    encoding: str | None = None
    """Encoding of a text file, when it is neither UTF-8 nor Windows-1252."""
    separator: str | None = None
    """Separator of a text file, when it is not found by itself."""
    ignore: tuple[str, ...] = ()
    """Columns that are left out on purpose."""
    respondent: Column
    """The column of pseudonyms. Names and e-mail addresses have no place here; an e-mail address is refused."""


class RatingsSection(PeopleSection):
    """`[[survey.ratings]]`: a table of what people answered, under pseudonyms. It never leaves the folder.

    A cell that cannot be used (off the scale, an unknown word, said twice) is left out and told by `survey check`; the
    rest is still counted.
    """

    instrument: str | None = None
    """Name of the measure, where survey/instrument.csv holds several."""
    version: str
    """The version of the measure that was answered."""
    form: Said | None = None
    """The form that was answered: a column, or `{ value = "..." }`; nothing where there is one for all."""
    shape: Literal["long", "wide"] = "long"
    """`long`: one row an answer; `wide`: one row a person, one column an item."""
    site: Said | None = None
    """Where the person was asked: `site` or `name` of survey/sites.csv."""
    role: Said | None = None
    """Role of the person."""
    wave: Said | None = None
    """Time point; nothing where there is one."""
    language: Said | None = None
    """Language in which the person answered, BCP 47."""
    item: str | None = None
    """Of a long table: the column that names the item."""
    value: str | None = None
    """Of a long table: the column with the answer."""
    items: dict[str, str] = Field(default_factory=dict)
    """What the table calls an item (a column, or a word under `item`) -> item_id; others have the item_id as name."""
    item_prefix: str = ""
    """What stands before the item_id in the names of columns, such as "q_"."""
    answers: dict[str, float] = Field(default_factory=dict)
    """Answers in words, and the number that each means."""
    missing: tuple[str, ...] = ("",)
    """Words for no answer."""
    not_applicable: tuple[str, ...] = ()
    """Words for "does not apply"; counted apart from `missing`."""
    reversed_already: bool | None = None
    """`true`: the survey tool has turned the answers to reversed items already; they are not turned again."""

    @model_validator(mode="after")
    def _has_its_columns(self) -> Self:
        if self.shape == "long" and (self.item is None or self.value is None):
            raise ValueError("a long table needs `item` and `value`: the columns of the item and of the answer.")
        if self.shape == "wide" and (self.item is not None or self.value is not None):
            raise ValueError("a wide table has a column for each item; `item` and `value` are for long ones.")
        return self


class OutsideSection(PeopleSection):
    """`[survey.outside]`: scores of the same people on other measures, one row a person. It never leaves the folder."""

    wave: Said | None = None
    """Time point; nothing where there is one."""
    measures: dict[str, str] = Field(default_factory=dict)
    """Column -> name of the measure; without it every other column is one."""
    missing: tuple[str, ...] = ("",)
    """Words for no score."""


class HypothesisSection(Strict):
    """`[[survey.hypotheses]]`: what was expected of an outside measure, before anybody looked."""

    measure: str
    """The outside measure."""
    influence: str | None = None
    """The influence whose score is meant: an influence_id or a name; nothing for the whole measure."""
    expected: Expected
    """The sign of the correlation that is expected, or near_zero."""
    at_least: float = Field(ge=0, le=1)
    """How large it must be without its sign; for near_zero: what it must stay below."""
    reason: str | None = None
    """Why."""


class SurveySection(Strict):
    """`[survey]`: a measure made of influences (survey/instrument.csv), and what people at sites answered."""

    name: str | None = None
    """Name of the measure, where survey/instrument.csv has no column `instrument`."""
    smallest_group: int = Field(default=SMALLEST_GROUP, ge=SMALLEST_GROUP)
    """People of a group whose summary may be shown; more than 5, never fewer."""
    synthetic: bool = False
    """`true`: the ratings are made up; every output says so."""
    seed: int = 1
    """Start of the random numbers of resampling."""
    ratings: tuple[RatingsSection, ...] = ()
    """The tables of answers."""
    outside: OutsideSection | None = None
    """Scores of the same people on other measures."""
    hypotheses: tuple[HypothesisSection, ...] = ()
    """What was expected of them."""


class ReviewFile(Strict):
    """The whole of review.toml."""

    review: ReviewSection
    """The synthesis itself."""
    counting: CountingSection = CountingSection()
    """The rules behind every count."""
    cells: CellsSection = CellsSection()
    """Words that say nothing, in every table."""
    extraction: tuple[ExtractionSection, ...] = ()
    """Rounds of extraction: what was looked for."""
    cited: tuple[CitedSection, ...] = ()
    """Counts published elsewhere."""
    table: tuple[TableSection, ...] = ()
    """The tables and how they are read."""
    texts: TextsSection = TextsSection()
    """Which paper a file in texts/ is of."""
    curators: CuratorsSection = CuratorsSection()
    """Who decides on passages."""
    sources: tuple[SourceSection, ...] = ()
    """Where the records of references/ come from."""
    screening: tuple[ScreeningSection, ...] = ()
    """Which files say what was decided in screening."""
    appraisal: tuple[AppraisalSection, ...] = ()
    """Tables of quality appraisals."""
    cypher: CypherSection = CypherSection()
    """Whether anybody may ask the graph in Cypher of their own."""
    release: ReleaseSection = ReleaseSection()
    """How a release is to be cited."""
    survey: SurveySection = SurveySection()
    """A measure and its ratings."""


STATUS_WORDS = tuple(status.value for status in PaperStatus)
