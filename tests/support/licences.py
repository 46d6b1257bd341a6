"""The licences of everything that an installation takes along, from the metadata of the installed packages.

Run as a program it writes the table of docs/licences.md: .venv/bin/python tests/support/licences.py docs/licences.md
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "licences.md"
BEGIN, END = "<!-- licences -->", "<!-- end -->"
ALLOWED = frozenset(
    (
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "PSF-2.0"),
        *("Python-2.0", "Unlicense", "Zlib"),
    )
)
"""SPDX names of licences that ask for nothing but their own text to go along."""
SPELT = {
    "Apache Software License": "Apache-2.0",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Licences that metadata spell in another way than SPDX does."""
BY_HAND = {
    "blis": ("BSD-3-Clause", "says BSD; its LICENSE is that of three clauses"),
    "jinja2": ("BSD-3-Clause", "says BSD License; its LICENSE.txt is that of three clauses"),
    "pypdfium2": ("BSD-3-Clause AND Apache-2.0", "says so in a sentence, with the licences of what PDFium holds"),
    "scipy": ("BSD-3-Clause", "holds the text of the licence instead of its name"),
}
"""Packages whose metadata do not say it in one word: what their licence is, and what they say."""
TOLERATED = {
    "certifi": (
        "MPL-2.0",
        "a list of certificates, taken along as it is; only changed files would have to be given away",
    ),
    "tqdm": ("MPL-2.0 AND MIT", "a library, taken along as it is; only changed files would have to be given away"),
}
"""Packages with a licence that is not among the allowed ones, and why they may be used."""


@dataclass(frozen=True, slots=True)
class Licence:
    """One package: its licence as an SPDX expression, and whether narragraph asks for it itself."""

    package: str
    spdx: str
    direct: bool


def taken_along() -> dict[str, bool]:
    """Every package that a plain installation takes along here; whether narragraph asks for it itself."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    found = {canonicalize_name(Requirement(line).name): True for line in stated}
    waiting = list(stated)
    while waiting:
        wanted = Requirement(waiting.pop())
        extras = ("", *wanted.extras)
        if wanted.marker is not None and not any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = canonicalize_name(wanted.name)
        for line in distribution(name).requires or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                below = canonicalize_name(needed.name)
                if below not in found:
                    found[below] = False
                    waiting.append(line)
    return found


def licence_of(package: str) -> str:
    """The SPDX expression of an installed package; what its metadata say when that is none."""
    if package in BY_HAND:
        return BY_HAND[package][0]
    about = distribution(package).metadata
    if stated := about.get("License-Expression"):
        return str(stated)
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License :: ")]
    free = str(about.get("License") or "").strip()
    for said in (free, *named):
        spdx = SPELT.get(said, said)
        if words(spdx) and all(re.fullmatch(r"[A-Za-z0-9.-]+", word) for word in words(spdx)) and spdx != "BSD":
            return spdx
    return free.splitlines()[0] if free else ", ".join(named) or "not told"


def words(spdx: str) -> list[str]:
    """The licences that an expression names."""
    return [word for word in re.split(r"\s+(?:AND|OR)\s+|[()]", spdx) if word]


def is_allowed(spdx: str) -> bool:
    """Whether all parts are allowed, or, of several to choose from, one is."""
    if " OR " in spdx and " AND " not in spdx:
        return any(word in ALLOWED for word in words(spdx))
    return bool(words(spdx)) and all(word in ALLOWED for word in words(spdx))


def licences() -> list[Licence]:
    """Every package with its licence, by name. Raises PackageNotFoundError for one that is not installed."""
    return [Licence(name, licence_of(name), direct) for name, direct in sorted(taken_along().items())]


def table() -> str:
    """The table of the page."""
    rows = [f"| {one.package} | {one.spdx} | {'yes' if one.direct else ''} |" for one in licences()]
    return "\n".join(["| package | licence | asked for by narragraph itself |", "|---|---|---|", *rows])


def main(page: Path) -> None:
    """Write the table into the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except PackageNotFoundError as error:
        sys.exit(f"{error.name} is not installed; run this where everything is.")
