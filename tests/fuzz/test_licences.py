"""What an installation takes along may be given away, and docs/licences.md says under which licences."""

from __future__ import annotations

import re

import pytest
from licences import ALLOWED, BY_HAND, PAGE, TOLERATED, is_allowed, licences, taken_along, words


def test_every_package_has_a_licence_that_is_allowed() -> None:
    wrong = [
        f"{one.package}: {one.spdx}"
        for one in licences()
        if not is_allowed(one.spdx) and TOLERATED.get(one.package, ("",))[0] != one.spdx
    ]
    assert wrong == []


def test_page_names_every_package_with_its_licence() -> None:
    """It may name more: another system takes along other packages."""
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \| (yes|) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {package: (spdx, direct == "yes") for package, spdx, direct in rows}
    assert {one.package: (one.spdx, one.direct) for one in licences()}.items() <= told.items()
    assert len(told) < len(taken_along()) + 10


def test_page_names_what_is_allowed_and_what_is_tolerated() -> None:
    said = PAGE.read_text(encoding="utf-8").partition("<!-- licences -->")[0]
    assert [word for word in (*ALLOWED, *TOLERATED, *BY_HAND) if word not in said] == []


def test_nothing_is_excused_that_needs_no_excuse() -> None:
    assert {*BY_HAND, *TOLERATED} <= set(taken_along())
    assert [name for name, (spdx, _) in TOLERATED.items() if is_allowed(spdx)] == []


@pytest.mark.parametrize(
    ("spdx", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("BSD", False),
        ("not told", False),
        ("(MIT OR GPL-2.0-only) AND ISC", False),
    ],
)
def test_expressions_are_understood(spdx: str, allowed: bool) -> None:
    assert words(spdx)
    assert is_allowed(spdx) is allowed
