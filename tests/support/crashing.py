"""Work that is killed (SIGKILL) just before its nth change of a file: every step at which a machine can stop, in order.

Counted are opening a file for writing, renaming, removing, making and removing folders, truncating, locking, fsync, and
`os.write`, which is killed when half of it is written. What an engine writes from C++ is not seen here: killing at
random moments covers that (tests/graph/test_build_faults.py).

Run as a program it imports everything once, and forks for each piece of work it is told of (a line of JSON).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SEED = 20_261_130
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink", "fcntl.flock"}


@dataclass(frozen=True)
class Crashed:
    """How a piece of work ended. `steps`: how many it took, null when it was killed. `said`: what it printed."""

    steps: int | None
    said: str


class Crasher:
    """The program of this file, asked to do work and to die at a step of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, act: str, words: Sequence[object], folder: Path, last: int = 0) -> Crashed:
        """Do `act` in `folder` and kill it at its step `last`; 0 lets it end. It must end well when it is let."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"act": act, "words": [str(word) for word in words], "folder": str(folder), "last": last}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        assert told["code"] in {0, -signal.SIGKILL}, told["said"]
        return Crashed(told["steps"] if told["code"] == 0 else None, told["said"])

    def every(self, act: str, words: Sequence[object], made: Callable[[], Path], most: int) -> Iterator[Path]:
        """A folder from `made` for each step at which the work was killed: all of them, or as many drawn by lot."""
        steps = self(act, words, made()).steps
        assert steps, "it changed nothing: there is nothing to kill it at"
        chosen = sorted(random.Random(SEED).sample(range(1, steps + 1), min(steps, most)))
        for last in chosen:
            folder = made()
            assert self(act, words, folder, last).steps is None
            yield folder


@contextmanager
def crasher() -> Iterator[Crasher]:
    """Start the program, and end it."""
    environment = {**os.environ, "NARRAGRAPH_BUFFER_POOL_MB": "64"}
    command = [sys.executable, str(Path(__file__).with_name("dies_with_parent.py")), sys.executable, __file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield Crasher(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(60)


class _Steps:
    """Counts steps, and ends the process at one of them."""

    def __init__(self, last: int, home: str) -> None:
        self.last, self.home, self.done = last, home, 0
        self._write, self._fsync = os.write, os.fsync

    def take(self) -> None:
        """One more step; at the last one the process is gone."""
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def seen(self, event: str, given: tuple[object, ...]) -> None:
        """An audit hook (PEP 578)."""
        if event == "open":
            path, _, flags = given
            if isinstance(flags, int) and flags & WRITES and str(path).startswith(self.home):
                self.take()
        elif event in CHANGES and (isinstance(given[0], int) or str(given[0]).startswith(self.home)):
            self.take()

    def write(self, handle: int, content: bytes) -> int:
        """`os.write`; only half of the last one is done."""
        if self.done + 1 == self.last:
            self._write(handle, content[: len(content) // 2])
        self.take()
        return self._write(handle, content)

    def fsync(self, handle: int) -> None:
        """`os.fsync`."""
        self.take()
        self._fsync(handle)


def _work(order: dict[str, object], said: Path, steps_file: Path) -> int:
    """In the forked process: the work, then how many steps it took."""
    import crash_acts

    handle = os.open(said, os.O_WRONLY | os.O_CREAT)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    folder = Path(str(order["folder"]))
    steps = _Steps(int(str(order["last"])), str(folder.parent))
    words = order["words"]
    assert isinstance(words, list)
    os.write, os.fsync = steps.write, steps.fsync  # type: ignore[assignment]
    sys.addaudithook(steps.seen)
    code = int(getattr(crash_acts, str(order["act"]))(folder, words))
    taken, steps.last = steps.done, 0
    sys.stdout.flush()
    steps_file.write_text(str(taken), encoding="utf-8")
    return code


def _main() -> None:
    import tempfile

    import crash_acts  # noqa: F401  (everything heavy, once)

    with tempfile.TemporaryDirectory() as place:
        said, steps = Path(place) / "said", Path(place) / "steps"
        for line in sys.stdin:
            said.unlink(missing_ok=True)
            steps.unlink(missing_ok=True)
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    code = _work(json.loads(line), said, steps)
                except BaseException:  # noqa: BLE001  (told to who started it)
                    traceback.print_exc()
                finally:
                    os._exit(code)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            taken = int(steps.read_text()) if code == 0 else None
            told = {"code": code, "steps": taken, "said": said.read_text(errors="replace")}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    _main()
