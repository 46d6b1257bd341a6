"""review.toml as typed, frozen models: what a review is, how it counts, and how its tables are read.

The published JSON Schema (docs/review.schema.json) is generated from these models. Unknown keys are errors.
Column names are given as the header spells them, without blanks at the ends.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from graph.model import Assertion, Direction, PaperStatus, PaperWithBoth, Recommendations, Unit

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Strict(BaseModel):
    """Unknown keys are errors; nothing is changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ReviewSection(Strict):
    """`[review]`: the synthesis itself."""

    id: Slug
    title: str
    question: str | None = None
    registration: str | None = None
    languages: tuple[str, ...] = ()


class CountingSection(Strict):
    """`[counting]`: the rules behind every count."""

    unit: Unit = Unit.PAPER
    paper_with_both: PaperWithBoth = PaperWithBoth.MIXED
    recommendations: Recommendations = Recommendations.STORED


class CellsSection(Strict):
    """`[cells]`: words that say nothing, in every table. Compared without case and outer blanks."""

    missing: tuple[str, ...] = ()


class ExtractionSection(Strict):
    """`[[extraction]]`: one round of extraction and the influences it looked for (`"all"` = every active one)."""

    name: str
    influences: Literal["all"] | tuple[str, ...] = "all"


class CitedSection(Strict):
    """`[[cited]]`: a count published elsewhere; shown as cited, never counted."""

    label: str
    papers: int | None = None
    of_papers: int | None = None
    percentage: str | None = None
    influence: str | None = None
    basis: str | None = None
    citation: str
    url: str | None = None


class Value(Strict):
    """One value from a column. A plain string in review.toml means `{ column = "..." }`.

    `map` lists the closed set of values (compared without case and outer blanks): a value outside it is an error
    that names the cell. `missing` are values that say nothing, beside those of `[cells]`.
    """

    column: str
    map: dict[str, str] | None = None
    missing: tuple[str, ...] = ()


class ListValue(Value):
    """Several values in one cell: `split` is a separator or a list of separators, `aliases` fold spellings,
    `strip` are characters dropped at both ends of every part.
    """

    split: str | tuple[str, ...] | None = None
    aliases: dict[str, str] = Field(default_factory=dict)
    strip: str = ""


Column = str | Value
Columns = str | ListValue


class Condition(Strict):
    """A test on one column: `is` lists values (without case and outer blanks), `blank = true` means empty."""

    column: str
    is_: tuple[str, ...] = Field(default=(), alias="is")
    blank: bool | None = None


class SkipRule(Condition):
    """`[[table.skip]]`: rows left out on purpose, counted in the report under `reason`."""

    reason: str


class JoinSection(Strict):
    """`[[table.join]]`: columns of another sheet or file, joined by a key; every row must find its partner."""

    path: str | None = None
    sheet: str | None = None
    header_row: int = Field(default=1, ge=1)
    key: str
    other_key: str | None = None
    optional: bool = False


class PaperSection(Strict):
    """`[table.paper]`: which columns say what the paper is."""

    id: tuple[str, ...]
    id_else: tuple[str, ...] = ()
    title: Column | None = None
    authors: Columns | None = None
    year: Column | None = None
    doi: Column | None = None
    language: Column | None = None
    status: Column | None = None
    extracted: Column | None = None
    """A column whose mapped value is the name of an `[[extraction]]`; blank = not extracted."""
    extracted_in: str | None = None
    """The name of an `[[extraction]]` that holds for every row of the table."""


class StudySection(Strict):
    """`[table.study]`: without it, each paper is its own study."""

    id: tuple[str, ...] = ()
    design: Column | None = None
    participants: Column | None = None
    quality: Column | None = None


class SettingSection(Strict):
    """`[[table.setting]]`: the first is where findings hold; each further one is what the one before is part of."""

    name: Columns
    kind: str
    country: Column | None = None
    income_group: Column | None = None
    level_of_care: Column | None = None


class ColumnRange(Strict):
    """All columns from one header to another, both included, in table order."""

    from_: str = Field(alias="from")
    to: str


class InfluenceSection(Strict):
    """Where the influence is named: exactly one of `name`, `column` or `columns`.

    name      one influence for the whole table
    column    a column of names or phrases; `split` for list cells, `map` for a closed map to codebook ids
    columns   one column per influence: a list of headers, or { from = ..., to = ... }; the header is the name
    """

    name: str | None = None
    column: str | None = None
    split: str | tuple[str, ...] | None = None
    strip: str = ""
    map: dict[str, str] | None = None
    missing: tuple[str, ...] = ()
    columns: tuple[str, ...] | ColumnRange | None = None


class DirectionSection(Strict):
    """Where the direction is stated: exactly one of `column` (a closed effect column with `map`), `cells`
    (what a cell under an influence column says; a flag such as `x` maps to a direction, `""` to nothing)
    or `headers` (marks inside the column headers, dropped from the influence's name).
    """

    column: str | None = None
    map: dict[str, Direction | Literal[""]] | None = None
    cells: dict[str, Direction | Literal[""]] | None = None
    headers: dict[str, Direction] | None = None


class FindingSection(Strict):
    """`[[table.finding]]`: one way in which the table states findings; a table may state them in several ways."""

    influence: InfluenceSection
    direction: Direction | DirectionSection
    invert_when: Condition | None = None
    assertion: Assertion | Value = Assertion.FINDING
    mitigated: Condition | None = None
    stage: Column | None = None
    viewpoint: Column | None = None
    time_point: Column | None = None
    quote: str | None = None
    """The column that holds the words; without it the cell that states the claim is the passage."""
    note: str | None = None
    """A column that holds a paraphrase; makes a passage of kind note."""
    pointer: str | None = None
    """The column that says where a note was taken from."""
    when: Condition | None = None


class TableSection(Strict):
    """`[[table]]`: one sheet or file."""

    path: str
    sheet: str | None = None
    header_row: int | tuple[int, ...] = 1
    """As the spreadsheet counts rows; several rows are joined with " / " (parents above children)."""
    totals_row: int | None = None
    """A row of published column totals: compared with what was read, never counted as data."""
    last_row: int | None = None
    encoding: str | None = None
    separator: str | None = None
    one_row_is: Literal["paper", "study", "finding"] = "paper"
    fill_down: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    skip: tuple[SkipRule, ...] = ()
    join: tuple[JoinSection, ...] = ()
    paper: PaperSection
    study: StudySection = StudySection()
    setting: tuple[SettingSection, ...] = ()
    finding: tuple[FindingSection, ...] = ()


class ReviewFile(Strict):
    """The whole of review.toml."""

    review: ReviewSection
    counting: CountingSection = CountingSection()
    cells: CellsSection = CellsSection()
    extraction: tuple[ExtractionSection, ...] = ()
    cited: tuple[CitedSection, ...] = ()
    table: tuple[TableSection, ...] = ()


STATUS_WORDS = tuple(status.value for status in PaperStatus)
