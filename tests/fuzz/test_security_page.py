"""SECURITY.md names for every threat the tests of what stands against it; tests/test_docs.py checks that they exist."""

from __future__ import annotations

import re
from pathlib import Path

USERS = ("Researcher", "Curator", "User of the API")


def test_every_threat_to_every_user_names_its_tests(repo: Path) -> None:
    page = (repo / "SECURITY.md").read_text(encoding="utf-8")
    for user in USERS:
        part = page.partition(f"\n## {user}\n")[2].partition("\n## ")[0]
        rows = [line for line in part.splitlines() if line.startswith("| ") and "| threat |" not in line]
        assert len(rows) > 5, user
        assert [row for row in rows if not re.search(r"`tests/\S+\.py`[, |`a-z_/.]*\|$", row)] == []
        assert "Not tested" in part, user


def test_every_test_of_this_folder_stands_on_the_page(repo: Path) -> None:
    page = (repo / "SECURITY.md").read_text(encoding="utf-8")
    ours = {f"tests/fuzz/{file.name}" for file in (repo / "tests" / "fuzz").glob("test_*.py")}
    assert ours - set(re.findall(r"`(tests/[^`]+)`", page)) == {"tests/fuzz/test_security_page.py"}
