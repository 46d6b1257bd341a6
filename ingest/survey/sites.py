"""survey/sites.csv -> where people were asked, as settings beside those of the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.errors import TableError
from graph.ids import fold, setting_id
from graph.survey import Site
from ingest.codebook import records_of
from ingest.entities import Entities
from ingest.problems import Problems

SITES = "survey/sites.csv"
KIND, COUNTRY = "site", "country"
SAID = ("country", "income_group", "level_of_care", "sector")


def read_sites(folder: Path, inputs: dict[str, str], problems: Problems) -> dict[int, Site]:
    """The sites by row; none where there is no such file."""
    found: dict[int, Site] = {}
    rows: dict[str, int] = {}
    for row, record in records_of(folder, SITES, ("site",), inputs, problems):
        called = record["site"]
        if called.startswith("#"):
            continue
        if not called:
            problems.add(TableError(SITES, "it is blank.", row=row, column="site", rule="blank", fix="Name the site."))
            continue
        site = _site(record)
        words = dict.fromkeys((fold(called), fold(site.name)))
        if again := next((word for word in words if word in rows), None):
            message = f'"{called}" ("{site.name}") is the site of row {rows[again]} as well.'
            fix = "Give each site a code and a name of its own."
            problems.add(TableError(SITES, message, row=row, column="site", rule="duplicate", fix=fix))
            continue
        rows |= dict.fromkeys(words, row)
        found[row] = site
    return found


def _site(record: Mapping[str, str]) -> Site:
    name = record.get("name") or record["site"]
    said = {column: record.get(column) or None for column in (*SAID, "language")}
    return Site(record["site"], setting_id(KIND, name), name, **said)


def site_words(sites: Sequence[Site]) -> dict[str, str]:
    """Folded code or name -> code."""
    return {fold(word): site.site for site in sites for word in (site.name, site.site)}


def gather_sites(
    sites: Mapping[int, Site], settings: Entities, part_of: set[tuple[str, str]], problems: Problems
) -> None:
    """Add the sites to the settings; one that a table says something else of is a problem, and stays as it was."""
    for row, site in sites.items():
        where = f"{SITES}, row {row}"
        values = {"name": site.name, "kind": KIND, **{name: getattr(site, name) for name in SAID}}
        mine = settings.said.setdefault(site.setting_id, {})
        for name, value in values.items():
            before = mine.setdefault(name, (value, where)) if value is not None else (None, where)
            if value is not None and name != "name" and fold(str(before[0])) != fold(value):
                message = f'"{site.name}" has the {name} "{value}" here and "{before[0]}" in a table.'
                fix = "Correct one of the two, or give the site another name."
                problems.add(TableError(SITES, message, row=row, column=name, rule="different data", fix=fix))
        if site.country:
            whole = setting_id(COUNTRY, site.country)
            country = settings.said.setdefault(whole, {})
            for name, value in {"name": site.country, "kind": COUNTRY, "income_group": site.income_group}.items():
                if value is not None:
                    country.setdefault(name, (value, where))
            part_of.add((site.setting_id, whole))
