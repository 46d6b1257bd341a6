"""Small files that claim gigabytes, never end or lead out are refused in a sentence, or read, in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import FILES

PROGRAM = "import runpy, sys; sys.path[:0] = sys.argv[1:]; runpy.run_module('hostile_files', run_name='__main__')"


@pytest.fixture(scope="session")
def said(repo: Path) -> dict[str, str]:
    """What came of each file. One that ends the process says how; the others are read by the next process."""
    found: dict[str, str] = {}
    while left := [name for name in FILES if name not in found]:
        command = [sys.executable, "-c", PROGRAM, str(repo), str(repo / "tests" / "support")]
        done = subprocess.run(command, input=json.dumps(left), capture_output=True, text=True, check=False)
        found |= dict(json.loads(line) for line in done.stdout.splitlines())
        left = [name for name in left if name not in found]
        if left:
            found[left[0]] = f"NOT KEPT: the process ended ({done.returncode}): {done.stderr[-400:]}"
    return found


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_ends_in_a_sentence_within_the_limits(said: dict[str, str], name: str) -> None:
    assert FILES[name].says in said[name]
