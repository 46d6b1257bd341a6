"""Which format a file has, by what stands in it; its extension only settles a doubt."""

from __future__ import annotations

import re

from graph.errors import ReferencesError

_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pubmed xml", re.compile(r"<PubmedArticle(?:Set)?[\s>]|<PubmedBookArticle[\s>]")),
    ("endnote xml", re.compile(r"<records>|<record>")),
    ("ris", re.compile(r"^\ufeff?[^\S\n]*TY {0,3}\t?-", re.MULTILINE)),
    ("medline", re.compile(r"^PMID {0,2}- ?\d|^OWN {1,2}- ", re.MULTILINE)),
    ("web of science", re.compile(r"^(?:FN .*|PT [A-Z])$", re.MULTILINE)),
    ("endnote tagged", re.compile(r"^%[0TA] \S", re.MULTILINE)),
    ("bibtex", re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)),
)
_SAMPLE = 200_000
TABLES = frozenset({".csv", ".tsv", ".tab"})
READABLE = ".ris .bib .nbib .txt .enw .enl .ciw .xml .json .csv .tsv .xlsx .ods"


def format_of(text: str, path: str) -> str:
    """The name of a format. Raises ReferencesError when nothing in the file is known."""
    suffix = path[path.rfind(".") :].lower()
    sample = text[:_SAMPLE]
    if not sample.strip():
        raise ReferencesError(path, "the file is empty.", rule="empty", fix="Export it again.")
    if suffix in TABLES:
        return "table"
    if sample.lstrip()[:1] in "[{" and (suffix == ".json" or re.match(r'\s*[\[{]\s*["{\]]', sample)):
        return "json"
    if sample.lstrip()[:1] == "<":
        signs = _SIGNS[:2]
        found = next((name for name, sign in signs if sign.search(sample)), None)
        if found is None and re.search(r"<(?:article|TEI)[\s>]", sample):
            message = "it is a full text, not a list of references."
            raise ReferencesError(path, message, rule="format", fix="Put it into texts/.")
        if found is None:
            message = "its XML is neither EndNote's nor PubMed's."
            raise ReferencesError(path, message, rule="format", fix="Export it as RIS.")
        return found
    places = [(match.start(), name) for name, sign in _SIGNS[2:] if (match := sign.search(sample))]
    if places:
        return min(places)[1]
    if suffix == ".ris" and re.search(r"^[A-Z][A-Z0-9]  - ", sample, re.MULTILINE):
        return "ris"
    first = sample.strip().splitlines()[0]
    if "\t" in first and re.search(r"\b(?:TI|Title)\b", first):
        return "table"
    message = f'no known format of references begins with "{first[:40]}".'
    raise ReferencesError(path, message, rule="format", fix=f"Export it as RIS; readable are {READABLE}.")
