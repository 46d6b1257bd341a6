"""Run Neo4j's offline importer below a stopped server of this machine. What is there is replaced only when told to."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from graph.bulk import ARGUMENTS
from graph.config import Config
from graph.errors import BulkError
from graph.links import itself

LOG = "import.log"
BOLT = 7687
OVERWRITE = "--overwrite-destination=true"


def command(home: Path | None, config: Config, *, overwrite: bool) -> list[str]:
    """The command, to be run in the folder of the files; without a home, of whatever Neo4j is on the path."""
    admin = ["neo4j-admin"] if home is None else ["env", f"NEO4J_HOME={home}", str(home / "bin" / "neo4j-admin")]
    words = [*admin, "database", "import", "full", *([OVERWRITE] if overwrite else [])]
    return [*words, config.neo4j_database, f"@{ARGUMENTS}"]


def shown(place: Path, home: Path | None, config: Config, *, overwrite: bool) -> str:
    """The same as one line for a shell."""
    return f"cd {shlex.quote(str(place))} && {shlex.join(command(home, config, overwrite=overwrite))}"


def answers(config: Config) -> bool:
    """Whether anything listens at the address of the configuration."""
    try:
        parts = urlsplit(config.neo4j_uri)
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or BOLT), timeout=3):
            return True
    except (OSError, ValueError):
        return False


def check_ready(home: Path, config: Config) -> None:
    """Raise BulkError unless the home has an importer and no server answers: it writes below one that is stopped."""
    admin = home / "bin" / "neo4j-admin"
    if not admin.is_file() or not os.access(admin, os.X_OK):
        fix = "Name the folder that Neo4j was unpacked into."
        raise BulkError(str(home), "it holds no bin/neo4j-admin that can be run", fix=fix)
    if answers(config):
        fix = (
            "Stop it and run the command again. When it holds a graph of this review, leave --bulk out instead: such a "
            "build writes only what differs, and the server answers meanwhile."
        )
        place = config.neo4j_uri.split("@")[-1]
        raise BulkError(place, "a server answers there, and the importer needs one that is stopped", fix=fix)


def run_import(place: Path, home: Path, config: Config, *, overwrite: bool) -> None:
    """Run the importer in the folder of the files; what it says goes to import.log there. Raises BulkError."""
    log = place / LOG
    with open(log, "wb", opener=itself) as out:
        done = subprocess.run(  # noqa: S603  (a program in a folder that the user named, and options of our own)
            command(home, config, overwrite=overwrite), cwd=place, stdout=out, stderr=out, check=False
        )
    if done.returncode:
        raise _why(log.read_text(encoding="utf-8", errors="replace"), place, config)


def _why(said: str, place: Path, config: Config) -> BulkError:
    """The importer's own words as what to do. It fails before it has written anything only in the first two ways."""
    name = f'the database "{config.neo4j_database}"'
    log = f"All that it said is in {place / LOG}."
    if "already exist" in said:
        fix = (
            "A graph of this review in it is brought up to date by a build without --bulk. If everything in it may go, "
            "run the command again with --overwrite."
        )
        return BulkError(str(place), f"{name} is there already, and nothing in it was touched", fix=fix)
    if "in use" in said or "Could not obtain lock" in said or "FileLockException" in said:
        fix = "Stop the server that has it open, and run the command again."
        return BulkError(str(place), f"{name} is in use, and nothing in it was touched", fix=fix)
    known = {
        "No space left": "the disk is full; free some space",
        "OutOfMemory": "it had too little memory; set HEAP_SIZE, such as HEAP_SIZE=4g",
        "UnsupportedClassVersion": "it needs a newer Java; set JAVA_HOME",
        "Unable to find any JVM": "it needs Java; install it, or set JAVA_HOME",
    }
    reason = next((told for words, told in known.items() if words in said), f'it said "{_last(said)}"')
    fix = f"What is in {name} cannot be used now: mend that, then run the command again with --overwrite. {log}"
    return BulkError(str(place), f"the import failed: {reason}", fix=fix)


def _last(said: str) -> str:
    """The last line before the importer's warning, which names the reason."""
    lines = [line.strip() for line in said.partition("WARNING Import failed")[0].splitlines() if line.strip()]
    return lines[-1][:300] if lines else "nothing"
