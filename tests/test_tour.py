"""The tour and the README show commands with their output: here each is typed, and must print what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import Shown, commands, make_place, type_, walk
from syntax import ROOT

PAGES = ("docs/tour.md", "README.md")


@pytest.mark.parametrize("page", PAGES)
def test_page_shows_what_its_commands_print(page: str, tmp_path: Path) -> None:
    shown = walk((ROOT / page).read_text(encoding="utf-8"), make_place(tmp_path))
    assert shown, "a page of this list shows commands"
    wrong = [f"$ {one.command}\n--- the page says\n{one.expected}--- printed\n{one.printed}" for one in shown]
    wrong = [text for text, one in zip(wrong, shown, strict=True) if not one.agrees]
    assert not wrong, "look, then: python tests/support/console.py PAGE\n" + "\n".join(wrong)


def test_tour_uses_the_commands_of_a_first_evening() -> None:
    """A tour that lost its steps would still pass above."""
    text = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    steps = ("init", "check", "build", "numbers", "query", "export", "verify")
    assert not [step for step in steps if f"$ narragraph {step}" not in text]


@pytest.mark.parametrize(
    ("said", "printed", "agrees"),
    [
        ("one\n", "one\n", True),
        ("one\n", "two\n", False),
        ("one\n...\nfour\n", "one\ntwo\nthree\nfour\n", True),
        ("one\n...\nfour\n", "one\ntwo\nthree\n", False),
        ("one\n", "one\ntwo\n", False),
        ("revision 0123456789ab\n", "revision ba9876543210\n", True),
        ("built (0.1 s), 3 papers\n", "built (12.7 s), 3 papers\n", True),
        ("built (0.1 s), 3 papers\n", "built (0.1 s), 4 papers\n", False),
        ("", "a message\n", False),
    ],
)
def test_shown_output_is_compared_but_for_what_changes(said: str, printed: str, agrees: bool) -> None:
    assert Shown("x", said, printed).agrees is agrees


def test_block_of_several_commands_is_read() -> None:
    block = "$ one\nsays\n$ two \\\n    more\n$ three\nthis\nand that\n"
    assert commands(block) == [("one", "says\n"), ("two \\\n    more", ""), ("three", "this\nand that\n")]


def test_command_sees_a_terminal(tmp_path: Path) -> None:
    assert type_("test -t 1 && echo yes; echo no >&2", tmp_path) == "yes\nno\n"
