"""A Python tool in an environment of its own under .cache/, made once: its pins need not agree with ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from missing import missing
from neo4j_server import one_at_a_time
from npm_package import CACHE


def python_tool(requirement: str, *, unchecked: str) -> Path:
    """The bin folder of an environment that holds `requirement` (`name==version`), kept as .cache/<name>-<version>.

    Skips or fails loudly where it cannot be had; `unchecked` says what then was not checked.
    """
    place = CACHE / requirement.replace("==", "-")
    with one_at_a_time(CACHE):
        if not (place / "made").is_file():
            _make(place, requirement, unchecked)
    return place / "bin"


def _make(place: Path, requirement: str, unchecked: str) -> None:
    # Our own constraints are not meant for it, and an environment cannot be moved once it is made.
    environment = {name: value for name, value in os.environ.items() if "CONSTRAINT" not in name}
    environment.setdefault("PIP_CACHE_DIR", str(CACHE / "pip"))
    python = str(place / "bin" / "python")
    for words in (
        [sys.executable, "-m", "venv", "--clear", str(place)],
        [python, "-m", "pip", "install", "--quiet", requirement],
    ):
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            missing(f"NO {requirement.upper()}: it cannot be installed ({done.stderr.strip()[-200:]}); {unchecked}")
    (place / "made").touch()
