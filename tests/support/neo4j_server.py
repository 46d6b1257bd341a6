"""A real Neo4j for the tests: started from Maven artifacts on a free port, stopped at the end, nothing kept.

The jars are cached under .cache/neo4j/. NARRAGRAPH_TEST_NEO4J_URI names a server to use instead.
"""

from __future__ import annotations

import fcntl
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "5.26.30"
HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent / ".cache" / "neo4j"
QUICK = [
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
]
"""What costs a short life least: half the processor time of the usual compiler, and its own jars are believed."""
OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
# Without the interval every query is planned again for each graph of a test, for as long as answering it takes.
SETTINGS = """\
dbms.cypher.min_replan_interval=1h
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_enabled={auth}
server.memory.pagecache.size=256m
server.directories.import=import
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
internal.server.bolt.thread_pool_shutdown_wait_time=1s
"""


def missing_tools() -> list[str]:
    """What a real server needs and this machine lacks."""
    needed = ["java"] if _jars().is_dir() else ["java", "mvn"]
    return [tool for tool in needed if shutil.which(tool) is None]


def _jars() -> Path:
    return CACHE / f"lib-{VERSION}"


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder, which is made: test workers share what they fetch. A process that dies lets it go."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch_jars() -> None:
    if _jars().is_dir():
        return
    with one_at_a_time(CACHE), tempfile.TemporaryDirectory(dir=CACHE) as folder:
        if _jars().is_dir():
            return
        shutil.copy(HERE / "neo4j-pom.xml", Path(folder) / "pom.xml")
        # A repository of its own: the home directory may be read-only, and nothing is to be left in it.
        where = ["-Dmaven.repo.local=m2", "-DoutputDirectory=lib", "-DincludeScope=runtime"]
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", *where]
        subprocess.run(command, cwd=folder, check=True, timeout=1200, stdout=subprocess.DEVNULL)
        (Path(folder) / "lib").rename(_jars())


class Server:
    """One server in a throw-away home, running at once. With a password it asks for a login."""

    def __init__(self, password: str | None = None, *, running: bool = True) -> None:
        _fetch_jars()
        self.home = Path(tempfile.mkdtemp(prefix="narragraph-neo4j-"))
        self.port = _free_port()
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self.password = password
        self.started = False
        for folder in ("bin", "conf", "data", "logs", "import", "plugins", "run"):
            (self.home / folder).mkdir()
        settings = SETTINGS.format(port=self.port, auth="true" if password else "false")
        (self.home / "conf" / "neo4j.conf").write_text(settings, encoding="utf-8")
        if password:
            self._java("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password).wait(60)
        if running:
            self.start()
        else:
            self._make_admin()

    def start(self) -> None:
        """Start it and wait until it answers."""
        entry = "org.neo4j.server.CommunityEntryPoint"
        self.process = self._java(entry, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        self.started = True
        self._wait()

    def _make_admin(self) -> None:
        """bin/neo4j-admin as a distribution has it; the Maven artifacts bring only its classes."""
        java = [shutil.which("java") or "java", "-Xmx512m", *QUICK, *OPENS]
        java += ["-cp", f"{_jars()}/*", "org.neo4j.cli.AdminTool"]
        admin = self.home / "bin" / "neo4j-admin"
        admin.write_text(f'#!/bin/sh\nNEO4J_CONF="$NEO4J_HOME/conf" exec {shlex.join(java)} "$@"\n', encoding="utf-8")
        admin.chmod(0o755)

    def _java(self, *words: str) -> subprocess.Popen[bytes]:
        log = (self.home / "logs" / "console.log").open("ab")
        environment = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf"), "PATH": "/usr/bin:/bin"}
        java = shutil.which("java") or "java"
        command = [java, "-Xmx1g", *QUICK, *OPENS, "-cp", f"{_jars()}/*", *words]
        # The server dies with this process, also when that is killed: its standard input is a pipe we hold.
        watch = [sys.executable, str(HERE / "dies_with_parent.py"), *command]
        return subprocess.Popen(watch, stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment)

    def _wait(self) -> None:
        until = time.monotonic() + 180
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        said = (self.home / "logs" / "console.log").read_text(errors="replace")[-2000:]
        self.stop()
        raise RuntimeError(f"Neo4j did not start:\n{said}")

    def stop(self) -> None:
        """Kill it and delete its home: nothing in it is worth a clean stop."""
        if self.started:
            self.process.kill()
            if self.process.stdin:
                self.process.stdin.close()
            self.process.wait(30)
            time.sleep(0.3)
        shutil.rmtree(self.home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
