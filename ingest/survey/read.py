"""A folder's survey: instrument, sites, answers, other measures and hypotheses, and what is wrong with them."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from graph.errors import CodebookError, ReviewFolderError, SynthesisError, did_you_mean, near_misses
from graph.ids import fold
from graph.release_model import SURVEY
from graph.survey import OUTSIDE, RATINGS, SYNTHETIC, Hypothesis, Instrument, RatingState, Site, Survey
from ingest.codebook import Codebook
from ingest.gather import Gathered
from ingest.mapping import RatingsSection, ReviewFile, SurveySection
from ingest.problems import Problems
from ingest.survey.checks import check_answers, check_instruments
from ingest.survey.instrument import INSTRUMENT, read_instruments
from ingest.survey.outside import read_outside
from ingest.survey.ratings import Answers, read_ratings
from ingest.survey.sheet import Reading, open_sheet
from ingest.survey.shown import read_shown
from ingest.survey.sites import SITES, gather_sites, read_sites, site_words

NAME = "review.toml"
MISSING = (RatingState.MISSING.value, None)


@dataclass(frozen=True)
class ReadSurvey:
    """What survey/ says. `notes` name single cells and are for the owner of the files alone (`survey check`).

    `rows` are the sites by row of survey/sites.csv. `shown` takes the place of the answers in a release.
    """

    survey: Survey = field(default_factory=Survey)
    notes: tuple[SynthesisError, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[int, Site] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    """The files of answers and of other measures, which never leave the folder."""
    shown: Mapping[str, list[dict[str, object]]] | None = None
    """Label or type -> rows: the summaries and figures of a survey whose answers are not here."""


def gather_survey(folder: Path, review: ReviewFile, gathered: Gathered, problems: Problems) -> ReadSurvey:
    """Read survey/, and add its measure and sites to what was gathered of the tables."""
    found = read_survey(folder, review, gathered.codebook, problems)
    gather_sites(found.rows, gathered.settings, gathered.part_of, problems)
    gathered.instruments = found.survey.instruments
    return found


def read_survey(folder: Path, review: ReviewFile, codebook: Codebook, problems: Problems) -> ReadSurvey:
    """Read survey/. What is wrong with a file, a column or the instrument is a problem; cells are notes, and left out.

    The import report says how many notes there are of each kind, and never which cells.
    """
    section = review.survey
    reading = Reading(folder, review.cells.missing, {}, problems)
    notes, inputs = reading.notes, reading.inputs
    forms = read_instruments(reading, section.name, codebook)
    forms = tuple(replace(form, synthetic=section.synthetic) for form in forms)
    rows = read_sites(folder, inputs, problems)
    sites = tuple(rows.values())
    check_instruments(forms, notes)
    if section.synthetic:
        problems.warn(f"survey/: {SYNTHETIC}")
    survey = Survey(
        instruments=forms,
        sites=sites,
        hypotheses=_hypotheses(section, codebook, problems),
        smallest_group=section.smallest_group,
        synthetic=section.synthetic,
        seed=section.seed,
        names={id_: one.name for id_, one in codebook.influences.items()},
    )
    tables = tuple(
        dict.fromkeys(
            [one.path for one in section.ratings] + ([section.outside.path] if section.outside is not None else [])
        )
    )
    _check_apart(review, tables, problems)
    if (folder / SURVEY).is_file() and not any((folder / path).exists() for path in tables):
        shown = read_shown(folder, survey, inputs, problems)
        return ReadSurvey(survey, _told(notes, problems), inputs, rows, tables, shown)
    if (folder / SURVEY).is_file():
        problems.warn(f"{SURVEY} is not read, because the answers are here; it belongs to a release.")
    survey = replace(survey, ratings=_ratings(section, survey, reading), outside=_outside(section, reading))
    _check_measures(survey, problems)
    return ReadSurvey(survey, _told(notes, problems), inputs, rows, tables)


def _check_measures(survey: Survey, problems: Problems) -> None:
    """Hypotheses on measures that nobody has scores of are told: mostly one is spelled in two ways."""
    known = sorted(set(survey.outside.column("measure").to_pylist()))
    for named in dict.fromkeys(one.measure for one in survey.hypotheses):
        if named not in known:
            hint = did_you_mean(near_misses(named, known))
            problems.warn(f'{NAME}: a hypothesis names "{named}", which [survey.outside] has no scores of.{hint}')


def _check_apart(review: ReviewFile, tables: Sequence[str], problems: Problems) -> None:
    """Files of answers stay out of every release, so they lie below survey/ and hold nothing else that is read."""
    named = [*(one.path for one in review.table), *(one.path for one in review.appraisal)]
    named += [join.path for table in review.table for join in table.join if join.path is not None]
    others = {posixpath.normpath(path) for path in named}
    for path in tables:
        if not path.startswith("survey/") or posixpath.normpath(path) != path:
            message = f'"{path}" holds answers of people and does not lie below survey/.'
            fix = "Move it there, and write its path plainly, such as survey/ratings.csv."
            problems.add(ReviewFolderError(NAME, f"{message} {fix}", key="survey"))
        if path in others | {INSTRUMENT, SITES, SURVEY}:
            message = f'"{path}" is read as something else, too. Put the answers of people into a file of their own.'
            problems.add(ReviewFolderError(NAME, message, key="survey"))


def _told(notes: Problems, problems: Problems) -> tuple[SynthesisError, ...]:
    """The notes in order; how many there are of each kind becomes a warning of the import."""
    found = notes.sorted()
    kinds = Counter((str(getattr(note, "path", "")), str(getattr(note, "rule", ""))) for note in found)
    for (path, rule), many in sorted(kinds.items()):
        places = "1 note" if many == 1 else f"{many:,} notes"
        problems.warn(f'{path}: {places} of the kind "{rule}"; `narragraph survey check` lists what is meant.')
    return found


def _hypotheses(section: SurveySection, codebook: Codebook, problems: Problems) -> tuple[Hypothesis, ...]:
    found = []
    for one in section.hypotheses:
        influence = None
        if one.influence is not None:
            influence = codebook.moved.get(one.influence, one.influence)
            influence = influence if influence in codebook.influences else codebook.find(one.influence)
            if influence is None:
                message = f'a hypothesis on "{one.measure}" names "{one.influence}", which is no influence.'
                near = codebook.near(one.influence)
                problems.add(CodebookError(message, path=NAME, term=one.influence, near=near))
                continue
        found.append(Hypothesis(one.measure, one.expected, one.at_least, influence, one.reason))
    return tuple(found)


def _ratings(section: SurveySection, survey: Survey, reading: Reading) -> pa.Table:
    forms, sites = survey.instruments, site_words(survey.sites)
    answers = Answers()
    for one in section.ratings:
        of = _forms_of(one, forms, reading.problems)
        sheet = open_sheet(reading, one)
        if of and sheet is not None:
            read_ratings(sheet, one, of, sites, answers)
    check_answers(forms, answers, reading.notes)
    items = {form.id: form.kept for form in forms}
    rows = []
    for (form_id, respondent, wave), who in answers.who.items():
        for item in items[form_id]:
            cell = answers.cells.get((form_id, respondent, wave, item.item_id))
            state, value = MISSING if cell is None else (cell.state.value, cell.value)
            rows.append((form_id, respondent, who.site, who.role, wave, who.language, item.item_id, value, state))
    return _table(rows, RATINGS)


def _forms_of(one: RatingsSection, forms: tuple[Instrument, ...], problems: Problems) -> tuple[Instrument, ...]:
    """The forms that a table may be of: those of its version, and of its measure where it names one."""
    found = tuple(
        form
        for form in forms
        if fold(form.version) == fold(one.version)
        and (one.instrument is None or fold(form.name) == fold(one.instrument))
    )
    if not found:
        known = sorted({form.version for form in forms})
        near = near_misses(one.version, known)
        has = f"It has: {', '.join(known)}." if known else "It holds no item with a scale yet."
        message = f'{one.path} answers version "{one.version}", which survey/instrument.csv does not have. {has}'
        problems.add(ReviewFolderError(NAME, message, key="survey.ratings", near=near))
    return found


def _outside(section: SurveySection, reading: Reading) -> pa.Table:
    if section.outside is None:
        return OUTSIDE.empty_table()
    sheet = open_sheet(reading, section.outside)
    return OUTSIDE.empty_table() if sheet is None else _table(read_outside(sheet, section.outside), OUTSIDE)


def _table(rows: Sequence[tuple[str | float | None, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)
