"""`narragraph diff` on a tiny review, with real git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from command_line import Here
from review_folders import ROWS, write_folder


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review inside a repository, committed, with one more paper since."""
    folder = write_folder(tmp_path / "repository" / "review")
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "first")
    (folder / "tables" / "t.csv").write_text(ROWS + "C,Training,hinders,Ward\nC,Culture,helps,Ward\n", encoding="utf-8")
    return folder


def test_diff_since_a_git_revision_names_the_paper_that_made_it(narragraph: Here, review: Path) -> None:
    ran = narragraph("diff", review, "--since", "HEAD")
    assert ran.code == 0, ran.err
    assert "Papers added: 1: paper:c" in ran.out
    assert "papers 2 -> 3 of 0 looked at, rank 1, facilitator 1, barrier 1 -> 2" in ran.out
    assert "because of paper:c: not there -> barrier" in ran.out
    assert "culture + training: 0 -> 1 (paper:c)" in ran.out


def test_diff_of_the_built_graph_says_what_a_build_would_change(narragraph: Here, review: Path) -> None:
    git(review, "checkout", "-q", ".")
    narragraph("build", review)
    assert "Every figure is the same." in narragraph("diff", review).out
    (review / "tables" / "t.csv").write_text(ROWS.replace("B,Training,hinders", "B,Training,helps"), encoding="utf-8")
    found = json.loads(narragraph("diff", review, "--json").out)
    (change,) = found["influences"]
    assert change["because"] == [
        {
            "influence_id": "training",
            "paper_id": "paper:b",
            "before": "barrier",
            "after": "facilitator",
            "decisions": [],
            "curators": [],
        }
    ]
    assert (found["papers_added"], found["pairs"]) == ([], [])


def test_diff_of_two_folders(narragraph: Here, tmp_path: Path) -> None:
    one, two = write_folder(tmp_path / "one"), write_folder(tmp_path / "two", table=ROWS.splitlines()[0] + "\n")
    ran = narragraph("diff", one, two)
    assert "Papers gone: 2: paper:a; paper:b" in ran.out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--since", "no-such"), 2, 'git knows no revision "no-such" of this folder.'),
        (("--since", "--output=x"), 2, '"--output=x" is not a git revision.'),
    ],
)
def test_diff_since_nothing_is_one_clear_error(
    narragraph: Here, review: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    ran = narragraph("diff", review, *words)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err


def test_diff_outside_git_says_so(narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    ran = narragraph("diff", write_folder(tmp_path / "alone"), "--since", "HEAD")
    assert "this folder is not in a git repository." in ran.err


def test_diff_of_a_folder_with_problems_says_them(narragraph: Here, review: Path) -> None:
    (review / "tables" / "t.csv").write_text(ROWS.replace("hinders", "stops"), encoding="utf-8")
    ran = narragraph("diff", review, "--since", "HEAD")
    assert ran.code == 3
    assert '"stops" is not a value that is mapped' in ran.err
