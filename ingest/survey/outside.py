"""Scores of the same people on other measures -> `OUTSIDE` of graph/survey.py."""

from __future__ import annotations

from ingest.mapping import OutsideSection
from ingest.survey.instrument import number_in
from ingest.survey.sheet import Sheet, pseudonyms

Score = tuple[str, str | None, str, float | None]
"""Respondent, wave, measure and value."""


def read_outside(sheet: Sheet, section: OutsideSection) -> list[Score]:
    """The scores of the table; of two rows of one person and wave the same counts once, different ones not at all."""
    people = list(zip(sheet.rows, pseudonyms(sheet, section), sheet.said(section.wave), strict=True))
    named = section.measures or {
        name: name for name in sheet.raw.columns if name not in sheet.touched and name not in section.ignore
    }
    missing = {word.casefold() for word in section.missing} | sheet.missing
    found: dict[tuple[str, str | None, str], tuple[float | None, int]] = {}
    for column, measure in named.items():
        if not sheet.has(column):
            continue
        for (row, respondent, wave), text in zip(people, sheet.column(column), strict=True):
            if respondent is None:
                continue
            number = None if text.casefold() in missing else number_in(text)
            if number is None and text.casefold() not in missing:
                fix = "Correct it, or name it under `missing`."
                sheet.note(row, column, f'"{text}" is no number, so it is left out.', "no number", fix)
            value, before = found.setdefault((respondent, wave, measure), (number, row))
            if before == row:
                continue
            same = value == number
            message = (
                f"this person has a score in row {before} already; {'it counts once' if same else 'both are left out'}."
            )
            sheet.note(
                row, column, message, "said twice" if same else "said twice, differently", "Keep one of the two."
            )
            found[respondent, wave, measure] = (value if same else None, before)
    return [(*key, value) for key, (value, _) in found.items()]
