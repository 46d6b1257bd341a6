"""What literature beside practice and briefs are made from, out of an open graph: measure, ratings, passages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from graph.ask import ask
from graph.database import Database, Row
from graph.errors import ParameterError
from graph.fetch import fetch
from ingest.problems import Problems
from ingest.survey.sites import SITES, read_sites
from synthesis.evidence import Evidence
from synthesis.report_findings import KINDS
from synthesis.selection import Filter, NothingToCount
from synthesis.survey.brief import Brief, brief
from synthesis.survey.practice import LABELS, Practice, practice

ENGLISH = "en"
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
MOST_READ = 2000
"""Passages of one influence that are looked through for the ones to read."""


def practice_of(database: Database) -> Practice:
    """The measure and the ratings of a graph. Raises NothingToCount when it holds no measure."""
    seen = practice(fetch(database, ("Setting", *LABELS)))
    if not seen.forms:
        raise NothingToCount("measure", Filter().told(), "docs/survey.md says how one comes into a review folder.")
    return seen


def passages_on(database: Database, influence_ids: Iterable[str]) -> dict[str, list[Row]]:
    """The passages of counted findings on each influence, as `passages_behind` gives them: quotes of texts first, then
    paraphrases, then entries of tables.
    """
    found = {}
    for id_ in influence_ids:
        rows = ask(database, "passages_behind", {"influence_id": id_, "limit": MOST_READ}).rows
        found[id_] = sorted(rows, key=lambda row: KINDS.index(str(row["kind"])))
    return found


def brief_of(database: Database, evidence: Evidence, site: str, language: str | None, folder: Path) -> Brief:
    """The brief of a site that is named by id or name. Without a language: the site's, else English.

    Raises NotFound for a site that the graph does not hold, ParameterError for a language that is no BCP 47 tag,
    NothingToCount without a measure.
    """
    seen = practice_of(database)
    id_ = seen.site(site)
    tag = language or site_language(folder, id_) or ENGLISH
    if not _TAG.fullmatch(tag):
        raise ParameterError("brief", "language", tag[:50], "it is no language tag. Write one such as de, he or pt-BR.")
    return brief(evidence, seen, id_, passages_on(database, seen.influences), tag)


def site_language(folder: Path, site: str) -> str | None:
    """The language of a site, by Setting.id, in survey/sites.csv; null where nothing there says it.

    The graph does not hold it: it is about what is written for a site, not about the site.
    """
    sites = read_sites(folder, {}, Problems()) if (folder / SITES).is_file() else {}
    said = next((one.language for one in sites.values() if one.setting_id == site), None)
    return said if said is not None and _TAG.fullmatch(said) else None
