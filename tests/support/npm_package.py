"""A pinned npm package under .cache/, fetched once, for tests that need a real tool or reader of that world."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from missing import missing
from neo4j_server import one_at_a_time

CACHE = Path(__file__).resolve().parents[2] / ".cache"


def npm_modules(name: str, *packages: str, unchecked: str) -> Path:
    """The node_modules folder of `packages` (each `name@version`), kept as .cache/<name>.

    Skips or fails loudly where Node or a package cannot be had; `unchecked` says what then was not checked.
    """
    place = CACHE / name
    needed = ["node"] if (place / "node_modules").is_dir() else ["node", "npm"]
    if lacking := [tool for tool in needed if shutil.which(tool) is None]:
        missing(f"NO {name.upper()}: {' and '.join(lacking)} not found; {unchecked}")
    if not (place / "node_modules").is_dir():
        _fetch(place, packages, f"NO {name.upper()}", unchecked)
    return place / "node_modules"


def _fetch(place: Path, packages: tuple[str, ...], no: str, unchecked: str) -> None:
    CACHE.mkdir(exist_ok=True)
    with one_at_a_time(CACHE), tempfile.TemporaryDirectory(dir=CACHE) as folder:
        if (place / "node_modules").is_dir():
            return
        # Nothing is left in the home directory, and nothing that a package wants to run is run.
        words = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefix", folder]
        cache = os.environ.get("npm_config_cache", str(CACHE / "npm"))  # noqa: SIM112  (the name that npm reads)
        environment = {**os.environ, "npm_config_cache": cache, "npm_config_update_notifier": "false"}
        command = ["npm", "install", "--silent", *words, *packages]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            said = done.stderr.strip()[-200:] or "npm says nothing"
            missing(f"{no}: npm cannot fetch {', '.join(packages)} ({said}); {unchecked}")
        place.mkdir(exist_ok=True)
        Path(folder).joinpath("node_modules").rename(place / "node_modules")
