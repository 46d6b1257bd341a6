"""A report beside its tables: every number of the page read again from its CSV, by rules written a second time here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
from html_page import every, read, words
from lxml.html import HtmlElement

OURS = "//data | //*[@data-review] | //*[@data-text] | //*[@data-of] | //*[@data-rows] | //*[@data-listed]"
APART = f"{OURS} | //*[@data-notes] | //code | //style | //head | //svg"
"""What is checked in another way, or was written by the people of the review."""
OWN_DIGITS = re.compile(r"Table \d+\.|95 %|SHA-256|Neo4j|AC1")
"""Digits of our own text that count nothing."""


@dataclass(frozen=True)
class Page:
    """A report as written: the document, and its tables as text."""

    document: HtmlElement
    tables: dict[str, pd.DataFrame]

    def value(self, figure: str) -> str:
        """A figure of figures.csv."""
        rows = self.tables["figures"]
        return str(rows.loc[rows["figure"] == figure, "value"].iloc[0])


def read_report(html: Path, csv: Path) -> Page:
    """The page and its tables, every cell as text."""
    tables = {file.stem: pd.read_csv(file, dtype=str, keep_default_na=False) for file in sorted(csv.glob("*.csv"))}
    return Page(read(html.read_text(encoding="utf-8")), tables)


def wrong_numbers(page: Page) -> list[str]:
    """Every number of the page that is not the one of its cell, as it has to be printed."""
    wrong = []
    rows = {name: table.to_dict("records") for name, table in page.tables.items()}
    for one in every(page.document, "//data"):
        where, form = one.get("data-cell", ""), one.get("data-as", "")
        file, at, column = where.rsplit(":", 2)
        row = rows[file.removesuffix(".csv")][int(at)]
        raw = "/".join(str(row[part]) for part in column.split("/"))
        if one.get("value") != raw or words(one) != printed(raw, form):
            wrong.append(f"{where}: {words(one)} is not {raw} as {form}")
    return wrong


def printed(raw: str, form: str) -> str:
    """A number as the page has to print it: exact arithmetic, written apart from the product's."""
    if form == "plain":
        return raw
    if form == "share":
        part, whole = raw.split("/")
        exact = Fraction(100 * int(part), int(whole))
        return f"{int(exact + Fraction(1, 2))} %"
    value = Decimal(float(raw))  # the number that the text of the cell stands for, to its last bit
    if form == "percent":
        return f"{(value * 100).quantize(Decimal(1), ROUND_HALF_UP)} %"
    if form == "p":
        return "< 0.001" if value < Decimal("0.001") else str(value.quantize(Decimal("0.001"), ROUND_HALF_EVEN))
    if form in {"one", "two", "signed"}:
        said = value.quantize(Decimal("0.1") if form == "one" else Decimal("0.01"), ROUND_HALF_EVEN)
        sign = "+" if form == "signed" and said > 0 else ""
        return f"{sign}{abs(said) if said == 0 else said:,}" if form != "two" else f"{said}"
    assert form == "count", form
    return f"{int(raw):,}"


def stray_digits(page: Page) -> list[str]:
    """Words of our own text with a number in them that no cell stands behind."""
    document = read(_source(page.document))
    for one in every(document, APART):
        if one.getparent() is not None:
            one.drop_tree()
    text = OWN_DIGITS.sub("", words(document))
    return re.findall(r"\S*\d\S*", text)


def _source(document: HtmlElement) -> str:
    from lxml import html

    return str(html.tostring(document, encoding="unicode"))


def texts(page: Page) -> list[tuple[str, str]]:
    """Cells of text that stand in a CSV: (as printed, as in the CSV)."""
    found = []
    for one in every(page.document, "//*[@data-text]"):
        file, at, column = one.get("data-text", "").rsplit(":", 2)
        said = page.tables[file.removesuffix(".csv")].iloc[int(at)][column]
        found.append((words(one), " ".join(str(said).split())))
    return found
