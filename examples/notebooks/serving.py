"""A server of a notebook's own: a copy of a bundled review, built, served on a free port, stopped with the notebook."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path

COMMAND = str(Path(sys.executable).parent / "narragraph")
EXAMPLES = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and the process."""

    base: str
    process: subprocess.Popen[str]

    def stop(self) -> int:
        """End it as Ctrl-C would; returns its exit code."""
        self.process.terminate()
        return self.process.wait()


def copy_of(review: str = "peer_support") -> Path:
    """A copy of a bundled review in a folder that goes with the notebook; the bundled one stays as it was."""
    place = Path(tempfile.mkdtemp(prefix="narragraph-notebook-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    kept = shutil.ignore_patterns(".narragraph")
    return Path(shutil.copytree(EXAMPLES / review, place / review, ignore=kept))


def narragraph(*words: object) -> str:
    """What one command prints on stdout. Raises CalledProcessError, after showing what it said, when it fails."""
    done = subprocess.run([COMMAND, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
    done.check_returncode()
    return done.stdout


def serve(folder: Path) -> Server:
    """Start `narragraph serve FOLDER` on a free port and wait until it listens."""
    command = [COMMAND, "serve", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    server = Server("", process)
    atexit.register(server.stop)  # before its folder is removed: what is registered last is called first
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if " listens at " in line:
            # Somebody has to go on reading what it says, or it stops when the pipe is full.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return replace(server, base=line.split(" listens at ")[1].split()[0])
    raise RuntimeError(f"The server did not start:\n{said}")
