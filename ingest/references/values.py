"""Values of records in their one spelling: white space, years, DOIs, PubMed ids, pages."""

from __future__ import annotations

import re
from urllib.parse import unquote

from graph.ids import normal_doi

FIRST_YEAR, LAST_YEAR = 1450, 2100
"""Years outside are no years of publication: printing begins with the first."""
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_COMPACT_DATE = re.compile(r"(?<!\d)(\d{4})[01]\d[0-3]\d(?!\d)")
_DIGITS = re.compile(r"\d{1,8}")
_PAGE_WORDS = re.compile(r"^(?:pp?|pages?|s|seiten?)\.?\s*(?=[\dA-Za-z])", re.IGNORECASE)
_PAGE_DASH = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|--)+\s*")
_BEHIND_DOI = re.compile(r"/(?:full|abstract|pdf|epdf|html|meta)$")
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,30}")
"""No part is longer (RFC 5321, 4.5.3.1); without an end a long word takes its length squared."""
_LONGEST_DOI = 2048
DOI_URL = re.compile(r"https?://(?:\w+\.)?doi\.org/", re.IGNORECASE)


def one_line(text: str) -> str:
    """Text on one line, without blanks at the ends and with single blanks inside."""
    return " ".join(text.split())


def lines_of(text: str) -> str:
    """Text of several lines, each as `one_line`; empty lines are dropped."""
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def year_of(text: str) -> int | None:
    """The first year of publication that a date names; null when there is none."""
    for found in _YEAR.findall(text) or _COMPACT_DATE.findall(text):
        if FIRST_YEAR <= int(found) <= LAST_YEAR:
            return int(found)
    return None


def doi_of(text: str) -> str | None:
    """The DOI in a text, in lower case, without resolver, what stands behind it, or an unopened bracket at its end."""
    found = normal_doi(unquote(text) if "%2" in text else text)
    if found is None or len(found) > _LONGEST_DOI:
        return None
    for _ in range(len(found)):
        last = found[-1]
        unopened = last in _OPENING and found.count(last) > found.count(_OPENING[last])
        if not unopened and last not in ".,;:'\"\u2019\u201d":
            break
        found = found[:-1]
    found = _BEHIND_DOI.sub("", found) if DOI_URL.search(text) or text.lower().startswith("http") else found
    return normal_doi(found)


def pmid_of(text: str) -> str | None:
    """A PubMed id: the digits of a text that names no more than one number, without zeros in front."""
    numbers = _DIGITS.findall(text)
    if len(numbers) != 1 or len(re.sub(r"\D", "", text)) > 8:
        return None
    return numbers[0].lstrip("0") or None


def pages_of(first: str, last: str = "") -> str | None:
    """Pages as `first-last`; one dash, no "pp."."""
    whole = f"{first}-{last}" if first and last and not _PAGE_DASH.search(first) else first or last
    return _PAGE_DASH.sub("-", _PAGE_WORDS.sub("", one_line(whole))).strip("-") or None


def without_emails(text: str) -> tuple[str, int]:
    """A text without e-mail addresses, and how many there were: they are never shown, indexed or exported."""
    if "@" not in text:
        return text, 0
    return _EMAIL.subn("", text)
