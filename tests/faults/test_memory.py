"""Too little memory: a clear error in place of a graph, and the previous graph answers as before."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import COMMAND, Here, Ran
from faults import LONG
from tiny_review import FINDINGS, tiny_review

Recorded = Callable[[str, object], None]
QUERY = ("query", "influences_by_frequency", "--json", "-C")


def limited(megabytes: int, *words: object) -> Ran:
    """The command with so much address space (`ulimit -v`), as a job scheduler or a container may give it."""
    script = f'ulimit -v {megabytes * 1024} && exec "$@"'
    # Libraries that reserve memory for each thread of a large machine are told to keep to one.
    env = {**os.environ, "NARRAGRAPH_BUFFER_POOL_MB": "64", "OPENBLAS_NUM_THREADS": "1"}
    command = ["sh", "-c", script, "sh", COMMAND, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.fault("too little memory (ulimit -v) for a build")
def test_previous_graph_answers_when_a_build_has_too_little_memory(
    narragraph: Here, tmp_path: Path, record_property: Recorded
) -> None:
    folder = tiny_review(tmp_path / "review")
    limits = range(300, 2000, 100) if LONG else [600]
    first = limited(4096, "build", folder)
    assert first.code == 0, first.err  # four gigabytes are enough, whatever the engine would like to reserve
    before = narragraph(*QUERY, folder)
    (folder / "tables" / "findings.csv").write_text(FINDINGS + "C,ward,Pay,helps,More\n", encoding="utf-8")
    tried = 0
    for megabytes in limits:
        ran = limited(megabytes, "build", folder)
        if ran.code == 0:
            break
        tried += 1
        assert "Traceback" not in ran.err
        assert ran.err.strip() or ran.code == -signal.SIGSEGV, "it says something, or the shell does"
        assert narragraph(*QUERY, folder) == before
    assert tried
    assert narragraph("build", folder).code == 0
    assert narragraph(*QUERY, folder).out != before.out
    record_property("tried", tried)


if LONG:

    @pytest.mark.fault("a buffer pool that is too small for a build")
    def test_small_buffer_pool_is_told_or_enough(narragraph: Here, tmp_path: Path) -> None:
        """The smallest pool there is, and a table that is larger."""
        folder = tiny_review(tmp_path / "review")
        assert narragraph("build", folder).code == 0
        before = narragraph(*QUERY, folder).out
        lines = (f"P{n},clinic {n % 40},Training,helps,{'x' * 2000} {n}" for n in range(60_000))
        table = FINDINGS.splitlines()[0] + "\n" + "\n".join(lines) + "\n"
        (folder / "tables" / "findings.csv").write_text(table, encoding="utf-8")
        ran = narragraph("build", folder)
        after = narragraph(*QUERY, folder)
        assert after.code == 0
        if ran.code:
            assert "NARRAGRAPH_BUFFER_POOL_MB" in ran.err
            assert after.out == before
        else:
            assert {row["papers"] for row in json.loads(after.out)["rows"]} >= {60_000}
