"""The HTTP API under twenty clients.

A real server (`narragraph serve`) as a process of its own, asked over loopback. Each of the ten endpoints is asked in
two ways: *walking*, where every client asks what nobody has asked before (pages of its own list, or another cut of an
aggregate), and *again*, where all ask one address whose answer is kept. `first` is the first request for it at all.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count, repeat
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, Chapter, Target, run
from bench.load import CLIENTS, Following, Load, again, ceiling, load

SMALL = 1_000
"""Papers up to which the goal of a small review holds."""
CACHED = 200
"""Requests of one client for a kept answer."""
_ADDRESS = re.compile(r"listens at http://127\.0\.0\.1:(\d+)")
_CHUNK = 2**20


@dataclass(frozen=True)
class Endpoint:
    """One of the ten. `walking`: the first address of client `number`; `paged`: whether it then follows `next`."""

    path: str
    walking: str
    paged: bool = True


def endpoints() -> tuple[Endpoint, ...]:
    """The ten; `{i}`, `{s}`, `{y}`: influence, setting, year of a client's own; `{l}`, `{y4}`, `{y5}`: new ones."""
    return (
        Endpoint("/v1/papers", "/v1/papers?year_from=19{y}"),
        Endpoint("/v1/studies", "/v1/studies?setting_id=setting:service/service-{s}"),
        Endpoint("/v1/findings", "/v1/findings?influence_id=influence-{i}"),
        Endpoint("/v1/passages", "/v1/passages?influence_id=influence-{i}"),
        Endpoint("/v1/settings", "/v1/settings?limit={l}", paged=False),
        Endpoint("/v1/influences", "/v1/influences?limit={l}", paged=False),
        Endpoint("/v1/codebook", "/v1/codebook?limit={l}", paged=False),
        Endpoint("/v1/coverage", "/v1/coverage?limit={l}", paged=False),
        Endpoint("/v1/cooccurrence", "/v1/cooccurrence?limit={l}", paged=False),
        Endpoint("/v1/numbers/overview", "/v1/numbers/overview?where=year%3D{y4}..{y5}", paged=False),
    )


def walking(endpoint: Endpoint, size: Size) -> Following:
    """Addresses that nobody has asked before."""
    cuts = count(1)

    def paths(number: int) -> Iterator[str]:
        own = {"y": 70 + number, "i": number % size.influences, "s": number % size.settings}
        if endpoint.paged:
            return chain([endpoint.walking.format(**own)], repeat("+"))
        return (endpoint.walking.format(l=1 + cut % 10_000, y4=1000 + cut % 990, y5=2025 + cut // 990) for cut in cuts)

    return paths


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process id of a server."""
    command = [NARRAGRAPH, "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := _ADDRESS.search(line):
                    break
            else:
                raise SystemExit("the server did not start")
            yield int(found[1]), process.pid
        finally:
            process.terminate()


def asked(port: int, path: str) -> tuple[float, int]:
    """Seconds until the whole of one answer is here, and its bytes."""
    started, size = time.perf_counter(), 0
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=600) as answer:
        while part := answer.read(_CHUNK):
            size += len(part)
    return time.perf_counter() - started, size


def peak(pid: int) -> float:
    """Megabytes that a process had in memory at most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def worked(pid: int) -> float:
    """Seconds of processors that a process has used."""
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def measured(port: int, pid: int, size: Size, seconds: float) -> list[list[str]]:
    """One row for each endpoint, in milliseconds."""
    rows = []
    for endpoint in endpoints():
        first, _ = asked(port, endpoint.path)
        ticks = [worked(pid)]
        walked = load(port, walking(endpoint, size), seconds)
        ticks.append(worked(pid))
        same = load(port, again(endpoint.path), seconds)
        ticks.append(worked(pid))
        alone = load(port, lambda _, e=endpoint: repeat(e.path, CACHED), 60, clients=1)  # type: ignore[misc]
        rows.append(
            [
                f"`{endpoint.path}`",
                _ms(first),
                f"{same.size / 1000:,.0f}",
                *_cells(walked, ticks[1] - ticks[0]),
                *_cells(same, ticks[2] - ticks[1]),
                f"{_ms(median(alone.times))} / {_ms(alone.share(0.95))}",
            ]
        )
    return rows


def _cells(found: Load, work: float) -> list[str]:
    spread = f"{_ms(found.share(0.5))} / {_ms(found.share(0.95))}"
    return [spread, f"{found.rate:,.0f}", _ms(work / len(found.times))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.1f}"


def exports(port: int, pid: int) -> list[list[str]]:
    """Whole lists as streams: how long, how large, and what the server's memory grew by."""
    rows = []
    for path in ("/v1/findings?format=jsonl", "/v1/findings?format=arrow", "/v1/passages?format=jsonl"):
        before = peak(pid)
        took, size = asked(port, path)
        rows.append(
            [f"`{path}`", f"{took:,.1f}", f"{size / 1e6:,.0f}", f"{peak(pid) - before:,.0f}", f"{peak(pid):,.0f}"]
        )
    return rows


def gathered(port: int, pid: int) -> float:
    """Ask for a list, and wait until the server has gathered the lists behind it; the processor's seconds for that."""
    begun, last = worked(pid), -1.0
    asked(port, "/v1/papers")
    while worked(pid) > last:
        last = worked(pid)
        time.sleep(1)
    return last - begun


HEAD = (
    *("endpoint", "first, ms", "kB", "walking, median / p95 ms", "answers a second", "processor ms an answer"),
    *("again, median / p95 ms", "answers a second", "processor ms an answer", "one client, median / p95 ms"),
)


def measure(place: Path, size: Size, seconds: float = 5) -> Chapter:
    """Every endpoint of one size, each asked for so many seconds in each way, and whole lists as streams."""
    folder = write_review(place / str(size.papers), size, "parquet")
    run(NARRAGRAPH, "build", folder)
    with serving(folder) as (port, pid):
        streams = exports(port, pid)
        gathering = gathered(port, pid)
        rows = measured(port, pid, size, seconds)
    largest = max(float(row[2].replace(",", "")) for row in rows)
    bare = {kb: ceiling(int(1000 * kb), min(seconds, 3)) for kb in (1.0, largest)}
    limits = "; ".join(f"{one.rate:,.0f} a second of {kb:,.0f} kB" for kb, one in bare.items())
    whole = "; ".join(
        f"{path} {took} s, {size_mb} MB, the server grew by {more} MB" for path, took, size_mb, more, _ in streams
    )
    name = f"{size.papers:,} papers x {size.influences} influences, {size.findings:,} findings"
    return Chapter(
        f"The HTTP API, {name}",
        _targets(size, rows),
        f"{CLIENTS} clients. From a bare server on this machine they get {limits}. Whole lists: {whole}. "
        f"Lists were then asked for and gathered, {gathering:.1f} s of a processor; the table is of afterwards.",
        HEAD,
        rows,
    )


def _targets(size: Size, rows: list[list[str]]) -> list[Target]:
    """What is promised of twenty clients, and of one."""
    most = 50.0 if size.papers <= SMALL else 500.0
    targets = []
    for what, at in (("new questions", 3), ("answers that are kept", 6)):
        shares = [_p95(row[at]) for row in rows]
        within = f"{sum(share < most for share in shares)} of {len(shares)} kept"
        told = f"p95 {min(shares):,.0f} to {max(shares):,.0f} ms; {within}"
        name = f"twenty clients, {what}, {size.papers:,} papers"
        targets.append(Target(name, told, f"p95 < {most:g} ms", max(shares) < most))
    if size.papers <= SMALL:
        one = max(_p95(row[9]) for row in rows)
        targets.append(Target("one client, an answer that is kept", f"p95 at most {one:.1f} ms", "< 5 ms", one < 5))
    return targets


def _p95(cell: str) -> float:
    return float(cell.partition(" / ")[2].replace(",", ""))
