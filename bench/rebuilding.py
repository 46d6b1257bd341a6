"""Read and build one review again and again in one process, as `serve` would: `python -m bench.rebuilding FOLDER RUNS`.

Prints the seconds of each run after the first, which loads the libraries.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from graph.build import build
from graph.config import Config
from ingest.folder import read_folder


def measure(folder: Path, runs: int) -> list[float]:
    """Seconds of reading, checking and building, libraries loaded."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        build(read_folder(folder).tables, folder, Config(), force=True)
        times.append(time.perf_counter() - started)
    return times[1:]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
