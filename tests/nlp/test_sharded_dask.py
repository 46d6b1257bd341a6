"""Texts shared out by a real Dask scheduler: the same rows, whatever ends in the middle of it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import COMMAND
from missing import missing
from tagging_workers import dies_later_of_some
from text_files import with_texts

from cli.tagging import Shards, tagged
from cli.terminal import Terminal
from graph.documents import PaperText
from graph.errors import WorkersUnavailable
from graph.suggestions import Suggestion
from ingest.texts.abstract import abstract_text
from nlp import sharded, versions, workers
from nlp.candidates import suggestions_of
from nlp.sharded import Done, cut, tagged_shards
from nlp.suggestion_file import suggestion_home
from nlp.versions import text_key
from nlp.vocabulary import InfluenceWords, vocabulary
from nlp.workers import Spelled, understood

if TYPE_CHECKING:
    from distributed import LocalCluster

WORDS = vocabulary([InfluenceWords("training", "Training"), InfluenceWords("pay", "Fair pay")])
SAID = "Lack of training hindered {0} workers. Fair pay helped the other {0}."
REVIEW = '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "included"\n'


def _papers(names: Sequence[str]) -> list[PaperText]:
    return [
        PaperText(f"paper:{name}", f"texts/{name}.txt", "0" * 64, abstract_text(SAID.format(name), language="en"))
        for name in names
    ]


PAPERS = _papers([str(number) for number in range(30)])
SHARDS = cut(PAPERS, WORDS, 2)


@pytest.fixture(scope="module", autouse=True)
def _needs_dask() -> None:
    if find_spec("distributed") is None:
        missing("NO DASK: the extra `scale` is not installed; sharing texts among machines was NOT checked")


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A scheduler with two workers, each a process that is started again when it dies."""
    import dask
    from distributed import LocalCluster

    settings = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
        ) as started,
    ):
        yield started


@pytest.fixture
def executor(cluster: LocalCluster) -> Spelled:
    """The address of that scheduler, once both workers are there (again)."""
    until = time.monotonic() + 120
    while len(cluster.scheduler.workers) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    return _address(cluster)


def _address(cluster: LocalCluster) -> Spelled:
    return understood(cluster.scheduler_address.replace("tcp", "dask"))


def _rows(done: Sequence[Done]) -> dict[str, tuple[Suggestion, ...]]:
    keys = [key for one in done for key in one.found]
    assert len(keys) == len(set(keys)), "each text is told once"
    return {key: found for one in done for key, found in one.found.items()}


@pytest.fixture(scope="module")
def alone() -> dict[str, tuple[Suggestion, ...]]:
    """The rows of one process."""
    return {text_key(paper, WORDS): tuple(suggestions_of(paper, WORDS)) for paper in PAPERS}


def test_workers_give_the_rows_of_one_process(executor: Spelled, alone: dict[str, tuple[Suggestion, ...]]) -> None:
    done = list(tagged_shards(SHARDS, WORDS, executor))
    assert len(done) == len(SHARDS)
    assert _rows(done) == alone
    assert {one.shard.row.versions for one in done if one.shard} == {versions.versions()}


def test_worker_that_is_killed_in_the_middle_costs_no_row(
    cluster: LocalCluster, executor: Spelled, alone: dict[str, tuple[Suggestion, ...]]
) -> None:
    done = []
    for one in tagged_shards(SHARDS, WORDS, executor):
        if not done:
            os.kill(_pid(cluster), signal.SIGKILL)
        done.append(one)
    assert _rows(done) == alone


def _pid(cluster: LocalCluster) -> int:
    process = cluster.workers[0].process
    assert process is not None
    return int(process.pid)


def test_worker_with_other_versions_is_refused(executor: Spelled, monkeypatch: pytest.MonkeyPatch) -> None:
    here = versions.versions()
    newer = versions.Versions(here.narragraph, "9.9.9", here.lists, here.spacy, here.python)
    monkeypatch.setattr(sharded, "versions", lambda: newer)
    with pytest.raises(WorkersUnavailable) as met:
        list(tagged_shards(SHARDS, WORDS, executor))
    said = f"a worker would tag otherwise: rules {here.rules}, here 9.9.9. Install the same versions for the workers."
    assert said in str(met.value)


def test_command_that_is_killed_goes_on_where_it_was(cluster: LocalCluster, executor: Spelled, tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text("influence_id,name\ntraining,Training\npay,Fair pay\n", encoding="utf-8")
    texts = {f"{number}.txt": SAID.format(number).encode() for number in range(12)}
    place, home = with_texts(tmp_path, texts, REVIEW), suggestion_home(tmp_path)
    still = _pid(cluster)
    os.kill(still, signal.SIGSTOP)  # a worker that stands still keeps a shard, so that the run cannot end
    try:
        command = [COMMAND, "tag", str(place), "--executor", executor.text, "--shard-size", "1", "--quiet"]
        first, until = subprocess.Popen(command), time.monotonic() + 120
        while not list(home.glob("*.parquet")):
            assert first.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
        first.kill()
        first.wait()
    finally:
        os.kill(still, signal.SIGCONT)
    finished = {file.name for file in home.glob("*.parquet")}
    assert 0 < len(finished) < len(texts)
    resumed = tagged(place, Terminal(quiet=True), executor=executor, shard_size=1)
    assert resumed.made == len(texts) - len(finished)
    assert resumed.shards == Shards(made=resumed.made, kept=len(finished), damaged=0)
    assert {file.name for file in home.glob("*.parquet")} > finished
    assert resumed.suggestions == tagged(place, Terminal(quiet=True), again=True).suggestions


def test_text_that_ends_its_workers_is_named_and_the_others_are_tagged(executor: Spelled) -> None:
    papers = _papers(["a", "deadly", "c"])
    done = list(tagged_shards(cut(papers, WORDS, 1), WORDS, executor, work=dies_later_of_some))
    (problem,) = (one for shard in done for one in shard.problems)
    assert problem.path == "texts/deadly.txt"
    assert set(_rows(done)) == {text_key(paper, WORDS) for paper in papers if "deadly" not in paper.path}


def _in_threads(many: int) -> LocalCluster:
    """A scheduler in this process, with so many workers in it."""
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=many,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    )


def test_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORKERLESS", 0.3)
    with _in_threads(0) as empty, pytest.raises(WorkersUnavailable, match=r"has no workers\. Start some: `dask work"):
        list(tagged_shards(SHARDS, WORDS, _address(empty)))


def test_workers_that_all_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORKERLESS", 0.3)
    monkeypatch.setattr(sharded, "_PATIENCE", 0.1)
    done: list[Done] = []

    def lose() -> None:
        with _in_threads(1) as short:
            for one in tagged_shards(SHARDS, WORDS, _address(short)):
                if not done:
                    short.scale(0)
                done.append(one)

    with pytest.raises(WorkersUnavailable, match=r"all its workers have ended; .* What was finished is kept"):
        lose()
    assert 0 < len(_rows(done)) < len(PAPERS)


def test_scheduler_that_is_lost_is_told_and_what_was_finished_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CONNECT", 1.0)
    done: list[Done] = []

    def lose() -> None:
        with _in_threads(1) as short:
            for one in tagged_shards(SHARDS, WORDS, _address(short)):
                if not done:
                    short.close()
                done.append(one)

    with pytest.raises(
        WorkersUnavailable,
        match=r"(the connection to the scheduler was lost|the scheduler went away \(.*\))\. What was finished is kept",
    ):
        lose()
    assert 0 < len(_rows(done)) < len(PAPERS)


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"\x00", None])
def test_what_is_no_scheduler_is_told(monkeypatch: pytest.MonkeyPatch, greeting: bytes | None) -> None:
    monkeypatch.setattr(workers, "CONNECT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            if greeting is None:  # says nothing, and holds the line
                heard.append(connection)
                return
            connection.sendall(greeting)
            connection.close()

        heard: list[socket.socket] = []
        threading.Thread(target=greet).start()
        with pytest.raises(
            WorkersUnavailable, match=r"(no answer within 0\.3 s|what answers there is no Dask scheduler)"
        ):
            workers.reach(understood(f"dask://127.0.0.1:{server.getsockname()[1]}"))


def test_door_to_dask_is_not_opened_by_those_who_do_not_ask() -> None:
    program = "import sys, nlp.sharded, nlp.workers; print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
