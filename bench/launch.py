"""Run one command and tell its time and memory: `python launch.py REPORT COMMAND ...`.

A process of its own, and a small one: the peak memory that the system tells of a process is at least that of the
process it was forked from.
"""

import json
import os
import subprocess
import sys
import time


def launch(report: str, command: list[str]) -> int:
    """Write seconds, processor seconds and peak bytes to the report; returns the exit code."""
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123  (pathlib alone would double this process)
        json.dump({"seconds": seconds, "work": usage.ru_utime + usage.ru_stime, "peak": peak}, file)
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(launch(sys.argv[1], sys.argv[2:]))
