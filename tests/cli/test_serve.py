"""`serve` and `token`: a real server on a free port, asked over a real socket."""

from __future__ import annotations

import json
import signal
import socket
import stat
import threading
import time
from pathlib import Path

import httpx2
import pytest
from command_line import Here, in_shell
from served import PATIENCE, served
from tiny_review import tiny_review

from graph.config import Config

SMALL = {"NARRAGRAPH_BUFFER_POOL_MB": "64"}


def build(folder: Path, *words: str, env: dict[str, str] | None = None) -> None:
    ran = in_shell("build", folder, "--quiet", *words, env={**SMALL, **(env or {})})
    assert ran.code == 0, ran.err


def add_finding(folder: Path, row: str) -> None:
    with (folder / "tables" / "findings.csv").open("a", encoding="utf-8") as table:
        table.write(row + "\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_says_where_it_is_and_ends_cleanly(small_folder: Path, number: signal.Signals) -> None:
    with served(small_folder) as server:
        assert server.base.startswith("http://127.0.0.1:")
        assert 'Review "small", revision r1, ladybug.' in server.said
        addresses = [word for line in server.said for word in line.split() if word.startswith("http")]
        base, first, *others = addresses
        assert (first, len(others)) == (f"{base}/", 4)
        assert [httpx2.get(address).status_code for address in others] == [200] * 4
        assert server.stop(number) == 0
        assert server.process.stdout is not None
        assert server.process.stdout.read() == ""
    assert server.said[-1] == "Stopped."
    assert "Traceback" not in server.text


def test_server_without_a_graph_says_to_build_and_answers_as_soon_as_there_is_one(tmp_path: Path) -> None:
    folder = tiny_review(tmp_path / "review")
    with served(folder) as server:
        assert f"No graph has been built here yet: run `narragraph build {folder}`" in server.text
        assert server.get("/livez").status_code == 200
        unready = server.get("/readyz")
        assert (unready.status_code, unready.json()["type"]) == (503, "/errors/graph-missing")
        assert str(folder) not in unready.text
        build(folder)
        assert server.get("/readyz").json()["status"] == "ready"
        assert len(server.get("/v1/queries/papers").json()["rows"]) == 2


def test_next_answer_after_a_build_is_of_the_new_graph(tmp_path: Path) -> None:
    folder = tiny_review(tmp_path / "review")
    build(folder)
    with served(folder) as server:
        first = server.get("/v1/queries/papers")
        tag = {"If-None-Match": first.headers["etag"]}
        assert server.get("/v1/queries/papers", headers=tag).status_code == 304
        add_finding(folder, "C,ward,Pay,hinders,Nobody pays")
        build(folder)
        second = server.get("/v1/queries/papers", headers=tag)
        assert second.status_code == 200
        assert second.json()["meta"]["revision"] != first.json()["meta"]["revision"]
        assert (len(first.json()["rows"]), len(second.json()["rows"])) == (2, 3)
        assert len(list((folder / ".narragraph" / "graph").glob("*.lbug"))) == 1


@pytest.mark.fault("readers while builds swap the graph")
def test_answers_stay_whole_while_builds_publish(tmp_path: Path) -> None:
    """Each build adds one paper: an answer that mixed two graphs would show a number that its revision never had."""
    folder = tiny_review(tmp_path / "review")
    build(folder)
    seen: list[tuple[str, int, int]] = []
    failed: list[str] = []
    done = threading.Event()
    with served(folder) as server:

        def read() -> None:
            with httpx2.Client(base_url=server.base, timeout=PATIENCE) as client:
                while not done.is_set():
                    answer = client.get("/v1/queries/papers")
                    if answer.status_code != 200:
                        failed.append(answer.text)
                        return
                    body = answer.json()
                    counted = {row["paper_id"] for row in body["rows"]}
                    seen.append((body["meta"]["revision"], body["meta"]["rows"], len(counted)))
                    time.sleep(0.02)  # leaves the builds some of the machine

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for paper in "CD":
            add_finding(folder, f"{paper},ward,Pay,hinders,Nobody pays")
            build(folder)
        last = server.get("/v1/queries/papers").json()
        done.set()
        for reader in readers:
            reader.join(PATIENCE)
    assert failed == []
    assert len(last["rows"]) == 4
    by_revision = {revision: {(rows, papers) for r, rows, papers in seen if r == revision} for revision, _, _ in seen}
    assert len(by_revision) >= 2, "the readers must have seen a change"
    assert all(len(numbers) == 1 for numbers in by_revision.values())


def test_answers_in_progress_end_before_the_server_does(small_folder: Path) -> None:
    whole: list[dict[str, object]] = []
    torn: list[str] = []

    def read(base: str) -> None:
        with httpx2.Client(base_url=base, timeout=PATIENCE) as client:
            while True:
                try:
                    answer = client.get("/v1/queries/papers")
                except (httpx2.ConnectError, httpx2.ReadError):
                    return  # the server is gone, or closed an idle connection: no answer had begun
                except httpx2.RemoteProtocolError as error:
                    if "incomplete" in str(error):
                        torn.append(str(error))
                    return
                if answer.status_code != 200:
                    torn.append(answer.text)
                    return
                whole.append(answer.json())

    with served(small_folder) as server:
        readers = [threading.Thread(target=read, args=(server.base,)) for _ in range(4)]
        for reader in readers:
            reader.start()
        until = time.monotonic() + PATIENCE
        while len(whole) < 20 and time.monotonic() < until:
            time.sleep(0.01)
        assert server.stop() == 0
        for reader in readers:
            reader.join(PATIENCE)
    assert torn == []
    assert len(whole) >= 20


def test_busy_port_is_one_clear_error(narragraph: Here, small_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = narragraph("serve", small_folder, "--port", port)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"{port} is in use on 127.0.0.1" in ran.err
    assert "--port 0 takes any free one" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "no.such.host.invalid"], "is not an address of this machine"),
        (["--host", "203.0.113.1"], "nothing can listen on 203.0.113.1"),
        (["--port", "70000"], "--port"),
        (["--host", "0.0.0.0"], "a server that other machines can reach needs tokens"),  # noqa: S104
        (["--allow-host", "review.example"], "a server that other machines can reach needs tokens"),
    ],
)
def test_place_to_listen_that_will_not_do_is_one_clear_error(
    narragraph: Here, small_folder: Path, words: list[str], said: str
) -> None:
    ran = narragraph("serve", small_folder, "--port", "0", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_token_file_must_be_safe(narragraph: Here, small_folder: Path, tmp_path: Path) -> None:
    inside = small_folder / "tokens"
    open_to_all = ["serve", small_folder, "--port", "0", "--host", "0.0.0.0", "--tokens-file"]  # noqa: S104
    assert "is inside the review folder" in narragraph(*open_to_all, inside).err
    outside = tmp_path / "tokens"
    assert "there is no file" in narragraph(*open_to_all, outside).err
    outside.touch(0o600)
    assert "holds no token" in narragraph(*open_to_all, outside).err
    outside.chmod(0o644)
    ran = narragraph(*open_to_all, outside)
    assert (ran.code, "chmod 600" in ran.err) == (2, True)


def test_server_for_others_asks_for_the_token_that_was_made(small_folder: Path, tmp_path: Path) -> None:
    file = {"NARRAGRAPH_TOKENS_FILE": str(tmp_path / "tokens")}
    made = in_shell("token", "add", "alex", env=file)
    token = made.out.strip()
    assert (made.code, token.count("\n"), token.startswith("ngr_")) == (0, 0, True)
    assert token not in made.err
    with served(small_folder, "--host", "0.0.0.0", "--allow-host", "review.example", env=file) as server:  # noqa: S104
        assert "Every request needs a token" in server.text
        assert "review.example" in server.text
        assert token not in server.text
        assert server.get("/livez").status_code == 200
        refused = server.get("/v1/review")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="narragraph"')
        known = {"Authorization": f"Bearer {token}"}
        assert server.get("/v1/review", headers=known).json()["review_id"] == "small"
        assert server.get("/v1/review", headers={**known, "Host": "review.example"}).status_code == 200
        assert server.get("/v1/review", headers={**known, "Host": "other.example"}).status_code == 400
        assert in_shell("token", "remove", "alex", env=file).code == 0
        assert server.get("/v1/review", headers=known).status_code == 401


def test_token_command_adds_lists_and_removes(narragraph: Here, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    made = json.loads(narragraph("token", "add", "alex", "--tokens-file", file, "--json").out)
    assert made["name"] == "alex"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    listed = narragraph("token", "list", "--tokens-file", file)
    assert "alex" in listed.out
    assert made["token"] not in listed.out
    (said,) = json.loads(narragraph("token", "list", "--tokens-file", file, "--json").out)["tokens"]
    assert set(said) == {"name", "scope", "added"}
    assert narragraph("token", "add", "alex", "--tokens-file", file).code == 2
    assert narragraph("token", "remove", "alex", "--tokens-file", file).code == 0
    assert narragraph("token", "remove", "alex", "--tokens-file", file).code == 2
    assert json.loads(narragraph("token", "list", "--tokens-file", file, "--json").out) == {"tokens": []}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add"], "say whose token"),
        (["list", "alex", "--tokens-file", "t"], "takes no name"),
        (["add", "A B", "--tokens-file", "t"], "is not a name for a token"),
        (["list"], "say where tokens are kept"),
        (["make", "alex"], "'make' is not one of"),
        (["add", "alex", "--tokens-file", "no/such/folder/t"], "No such file"),
    ],
)
def test_token_command_refuses_in_one_sentence(
    narragraph: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NARRAGRAPH_TOKENS_FILE", raising=False)
    ran = narragraph("token", *words)
    assert ran.code in {1, 2}
    assert said in ran.err
    assert (ran.out, ran.err.count("\n")) == ("", 1)


def _neo4j(config: Config) -> dict[str, str]:
    return {
        "NARRAGRAPH_ENGINE": "neo4j",
        "NARRAGRAPH_NEO4J_URI": config.neo4j_uri,
        "NARRAGRAPH_NEO4J_USERNAME": config.neo4j_username,
        "NARRAGRAPH_NEO4J_PASSWORD": config.neo4j_password or "",
    }


@pytest.mark.neo4j
def test_server_over_neo4j_follows_builds_and_refuses_another_review(tmp_path: Path, clean_neo4j: Config) -> None:
    env = _neo4j(clean_neo4j)
    folder = tiny_review(tmp_path / "review")
    with served(folder, env=env) as server:
        assert "run `narragraph build" in server.text
        assert server.get("/readyz").status_code == 503
        build(folder, env=env)
        first = server.get("/v1/queries/papers").json()
        add_finding(folder, "C,ward,Pay,hinders,Nobody pays")
        build(folder, env=env)
        second = server.get("/v1/queries/papers").json()
        assert (first["meta"]["rows"], second["meta"]["rows"]) == (2, 3)
        assert first["meta"]["revision"] != second["meta"]["revision"]
        assert server.stop() == 0
    toml = folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('id = "tiny"', 'id = "other"'), encoding="utf-8")
    ran = in_shell("serve", folder, "--port", "0", env={**SMALL, **env})
    assert ran.code == 1
    assert 'holds the review "tiny", but this folder is "other"' in ran.err


def test_database_that_cannot_be_reached_is_said_at_the_start(small_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    env = {**SMALL, "NARRAGRAPH_NEO4J_URI": f"bolt://127.0.0.1:{free}"}
    ran = in_shell("serve", small_folder, "--port", "0", "--engine", "neo4j", env=env)
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "no Neo4j answers there" in ran.err
