"""Curators at one server that is killed again and again.

Many curators decide over HTTP at once; the server is killed with SIGKILL at random moments and started again; each
sends again, with its key, what was not acknowledged. Then: every acknowledged decision stands in the ledgers exactly
once, and the graph of the running server is the graph of a fresh build, table by table.
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.harness import Chapter, Target
from cli.tagging import tagged
from cli.terminal import Terminal
from curation.ledger import read_ledgers

VERBS = ("helped", "slowed", "changed", "kept", "moved", "shaped", "guided", "stopped", "eased", "delayed")
THINGS = ("visits", "meetings", "rounds", "calls", "shifts", "groups", "letters", "lessons", "plans", "talks")
SEED = 20_261_129
NAMES = """
[curators]
blind_share = 0.0
"""
REVIEW = """\
[review]
id = "desk"
title = "A review for the desk"

[[table]]
path = "tables/findings.csv"
one_row_is = "finding"

  [table.paper]
  id = ["paper"]

  [[table.finding]]
  influence = { column = "influence" }
  direction = { column = "effect", map = { "helps" = "facilitator", "hinders" = "barrier" } }

[texts.files]
"""


@dataclass
class Told:
    """What curators were told: key -> entry id, milliseconds of every answer, and how often they had to ask again."""

    acknowledged: dict[tuple[str, str], str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    again: int = 0
    last: tuple[str, dict[str, object]] | None = None
    refused: Counter[int] = field(default_factory=Counter)


def write_desk_review(folder: Path, papers: int, each: int) -> Path:
    """A folder with `papers` texts of `each` passages that all differ. All of it is invented."""
    (folder / "tables").mkdir(parents=True)
    (folder / "texts").mkdir()
    (folder / "codebook.csv").write_text("influence_id,name\ntraining,Training\npay,Pay\nspace,Office space\n")
    rows = ["paper,influence,effect"]
    files = []
    chance = random.Random(SEED)
    for paper in range(papers):
        rows.append(f"P{paper},Training,helps")
        files.append(f'"p{paper}.txt" = "paper:p{paper}"')
        words = [
            f"{'bcdfghjklmnpqrstvwxz'[chance.randrange(20)]}{'aeiou'[chance.randrange(5)]}" for _ in range(3 * each)
        ]
        lines = [
            f"In {''.join(words[3 * n : 3 * n + 3])}ville {n}, "
            f"{('training', 'pay', 'office space')[n % 3]} {chance.choice(VERBS)} the {chance.choice(THINGS)}."
            for n in range(each)
        ]
        (folder / "texts" / f"p{paper}.txt").write_text("Results\n\n" + "\n\n".join(lines) + "\n")
    (folder / "tables" / "findings.csv").write_text("\n".join(rows) + "\n")
    (folder / "review.toml").write_text(REVIEW + "\n".join(files) + "\n" + NAMES)
    return folder


class Server:
    """`narragraph serve` as a process of its own, on a port that stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = [sys.executable, "-m", "cli", "serve", str(self.folder), "--port", str(self.port)]
        words[1:3] = ["-c", "import sys; from cli.main import run; sys.exit(run(sys.argv[1:]))"]
        self._process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        line = self._process.stderr.readline()
        if "http://127.0.0.1:" not in line:
            raise RuntimeError(f"the server did not start: {line}{self._process.stderr.read()}")
        self.port = int(line.rsplit(":", 1)[1].split()[0])
        threading.Thread(target=self._process.stderr.read, daemon=True).start()

    def kill(self) -> None:
        """SIGKILL: nothing of the process gets another word."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """SIGTERM, as a person would."""
        self._process.terminate()
        self._process.wait(60)


def asked(port: int, method: str, path: str, curator: str, sent: object = None) -> tuple[int, dict[str, object]]:
    """One request on a connection of its own. Raises OSError or HTTPException when the server is gone."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Narragraph-Curator": curator, "Content-Type": "application/json"}
        connection.request(method, path, None if sent is None else json.dumps(sent), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    finally:
        connection.close()


def suggestion_ids(port: int, folder: Path) -> list[str]:
    """The suggestions of the folder; the first question opens the desk, and so tags the texts."""
    status, _ = asked(port, "GET", "/v1/queue?limit=1", "curator-0")
    if status != 200:
        raise RuntimeError(f"the desk answers {status}")
    return [one.id for one in tagged(folder, Terminal(quiet=True)).every]


def curator_at_work(server: Server, name: str, work: Sequence[str], told: Told, lock: threading.Lock) -> None:
    """Decide on each suggestion, again and again with the same key until it is acknowledged."""
    chance = random.Random(name)
    for number, suggestion in enumerate(work):
        key = f"k{number}"
        sent: dict[str, object] = {"key": key, "suggestion_id": suggestion, "verdict": "reject", "seconds": 1.0}
        if chance.random() < 0.7:
            influence = chance.choice(("training", "pay", "space"))
            direction = chance.choice(("facilitator", "barrier", "mixed"))
            claim = {"influence_id": influence, "direction": direction, "setting": f"Site {chance.randrange(9)}"}
            sent |= {"verdict": "edit", "claims": [claim]}
        while True:
            started = time.perf_counter()
            try:
                status, body = asked(server.port, "POST", "/v1/decisions", name, sent)
            except (OSError, http.client.HTTPException, ValueError):
                with lock:
                    told.again += 1
                time.sleep(0.05)
                continue
            took = 1000 * (time.perf_counter() - started)
            with lock:
                told.times.append(took)
                if status in {200, 201}:
                    entry = body["entry"]
                    told.acknowledged[name, key] = str(entry["id"]) if isinstance(entry, dict) else ""
                    told.last = name, sent
                else:
                    told.refused[status] += 1
            if status in {200, 201}:
                break
            time.sleep(0.05)


def run(folder: Path, curators: int, decisions: int, kills: int) -> tuple[Told, dict[str, int]]:
    """Let them decide and kill the server in between; what they were told, and what is wrong afterwards (all 0)."""
    server, told, lock = Server(folder), Told(), threading.Lock()
    ids = suggestion_ids(server.port, folder)
    each = decisions // curators
    if len(ids) < decisions:
        raise RuntimeError(f"{len(ids)} suggestions are too few for {decisions} decisions")
    names = [f"curator-{number}" for number in range(curators)]
    workers = [
        threading.Thread(target=curator_at_work, args=(server, name, ids[n * each : (n + 1) * each], told, lock))
        for n, name in enumerate(names)
    ]
    for worker in workers:
        worker.start()
    chance = random.Random(SEED)
    for kill in range(kills):
        wanted = (kill + 1) * decisions // (kills + 1)
        while len(told.acknowledged) < wanted and any(worker.is_alive() for worker in workers):
            time.sleep(0.01)
        time.sleep(chance.random() / 10)
        server.kill()
        server.start()
    for worker in workers:
        worker.join()
    try:
        wrong = _wrong(server, folder, told)
    finally:
        server.stop()
    return told, wrong


def _wrong(server: Server, folder: Path, told: Told) -> dict[str, int]:
    """Acknowledged and lost, acknowledged twice, and answers in which the live graph differs from a fresh build."""
    if told.last is not None:  # sent again, and answered when the graph shows everything
        name, sent = told.last
        asked(server.port, "POST", "/v1/decisions", name, {**sent, "wait": True})
    places = ("papers", "influences_by_frequency", "co_occurring_pairs", "settings", "directions_by_setting")
    questions = [f"/v1/queries/{name}?limit=10000" for name in places]
    questions += ["/v1/queries/passages_behind?limit=10000&uncounted=true", "/v1/review"]
    live = [asked(server.port, "GET", question, "curator-0")[1] for question in questions]
    server.stop()
    build = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from cli.main import run; sys.exit(run(['build', '--force', sys.argv[1]]))",
            folder,
        ],
        capture_output=True,
        check=False,
    )
    server.start()
    built = [asked(server.port, "GET", question, "curator-0")[1] for question in questions]
    held = Counter(entry.id for entry in read_ledgers(folder).entries)
    return {
        "acknowledged and lost": sum(held[id_] == 0 for id_ in told.acknowledged.values()),
        "acknowledged and there twice": sum(held[id_] > 1 for id_ in told.acknowledged.values()),
        "entries that nobody was told of": len(held) - len(set(told.acknowledged.values())),
        "answers in which the live graph differs from a build": sum(a != b for a, b in zip(live, built, strict=True)),
        "builds that failed": int(build.returncode != 0),
    }


@dataclass(frozen=True)
class Effort:
    """How much is tried: curators, their decisions in all, kills, papers, and passages of each paper."""

    curators: int = 20
    decisions: int = 5000
    kills: int = 30
    papers: int = 500
    passages: int = 20


WHOLE, SMOKE = Effort(), Effort(curators=2, decisions=12, kills=1, papers=3, passages=8)


def measure(place: Path, effort: Effort = WHOLE) -> Chapter:
    """What they were told, and that nothing of it was lost."""
    folder = write_desk_review(place / "review", effort.papers, effort.passages)
    started = time.perf_counter()
    told, wrong = run(folder, effort.curators, effort.decisions, effort.kills)
    seconds = time.perf_counter() - started
    ordered = sorted(told.times)
    shares = [ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99)]
    many = f"{len(told.acknowledged):,} in {seconds:.0f} s, {effort.kills} kills, {told.again:,} sent again"
    rows = [
        ("acknowledged", many),
        ("an answer, restarts included, p50 / p95 / p99", " / ".join(f"{value:.0f} ms" for value in shares)),
        *((name, str(number)) for name, number in wrong.items()),
        ("refused", ", ".join(f"{status}: {number}" for status, number in told.refused.items()) or "0"),
    ]
    lost = sum(wrong.values())
    what = f"decisions lost, doubled or shown wrongly, {len(told.acknowledged):,} acknowledged, {effort.kills} kills"
    said = f"{effort.curators} curators, each sending the next decision when the last is answered; one server, SIGKILL."
    return Chapter(
        "A server that is killed", (Target(what, str(lost), "0", lost == 0),), said, ("what", "measured"), rows
    )
