"""What a page says, read as a browser reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

HIDDEN = "\ue000"
"""Stands for one character that a page shows by its code."""
COUNT = re.compile(r"([\d,]+) (paper|study|studie|finding|passage)")


def read(text: str) -> HtmlElement:
    """The document."""
    return document_fromstring(text)


def words(element: HtmlElement) -> str:
    """The text of an element, blanks folded."""
    return " ".join("".join(element.itertext()).split())


def one(document: HtmlElement, path: str) -> HtmlElement:
    """The only element of an XPath."""
    (found,) = document.xpath(path)
    assert isinstance(found, HtmlElement)
    return found


def every(document: HtmlElement, path: str) -> list[HtmlElement]:
    """All elements of an XPath."""
    found = document.xpath(path)
    assert isinstance(found, list)
    return found


def stored(element: HtmlElement) -> str:
    """The characters of an element of a text as they are stored: no labels of marks, one for each hidden one."""
    if "data-skip" in element.attrib:
        return ""
    if element.get("class") == "control":
        return HIDDEN
    inner = "".join(stored(child) + (child.tail or "") for child in element if child.tag is not etree.Comment)
    return (element.text or "") + inner


@dataclass(frozen=True)
class Link:
    """A count and the page behind it."""

    number: int
    unit: str
    address: str


def counts(document: HtmlElement) -> list[Link]:
    """Every count of a page that opens, with the unit that it names."""
    found = []
    for link in every(document, "//main//a[starts-with(@href, '/figures')]"):
        for number, unit in COUNT.findall(link.get("aria-label") or words(link)):
            name = {"studie": "study"}.get(unit, unit)
            found.append(Link(int(number.replace(",", "")), name, str(link.get("href"))))
    return found


def told(document: HtmlElement) -> dict[str, int]:
    """What a page behind a count says that it shows, by unit."""
    said = words(one(document, "//main//p[@role='status']/b"))
    return {{"studie": "study"}.get(unit, unit): int(number.replace(",", "")) for number, unit in COUNT.findall(said)}


def labels(document: HtmlElement, suggestion_id: str) -> list[HtmlElement]:
    """The labels of a suggestion in the text of its paper."""
    return every(document, f"//section//a[@href='/decide/{suggestion_id}']")


def pieces(document: HtmlElement, suggestion_id: str) -> list[HtmlElement]:
    """The pieces of text that a suggestion marks."""
    return every(document, f"//section//*[contains(concat(' ', @data-marks, ' '), ' {suggestion_id} ')]")
