"""The commands that a page of the docs shows, typed for real: what they print must be what the page says.

A ```console block holds lines that begin with `$ ` and what a terminal of 100 columns shows after them. A line `...`
stands for any lines. Revisions, times and free disk space differ from run to run and are not compared. A comment
`<!-- file: NAME -->` before a block means that the reader saves the block under that name.

`python tests/support/console.py docs/tour.md` writes what is printed now into the page: look at the difference.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COLUMNS = 100
STEP = re.compile(
    r"<!-- file: (?P<name>\S+) -->\n```\w*\n(?P<text>.*?)```|^```console\n(?P<console>.*?)^```",
    re.DOTALL | re.MULTILINE,
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
VOLATILE = (
    (re.compile(r"\b(revision|codebook) [0-9a-f]{12,64}"), r"\1 (hash)"),
    (re.compile(r"\b\d+\.\d s\b"), "(time)"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00"), "(when)"),
)
# Progress bars are for eyes only: this stderr says that it is no terminal, and writes to it all the same.
SHIM = """\
#!{python}
import io, sys
sys.path.insert(0, {root!r})
class Still(io.TextIOWrapper):
    def isatty(self):
        return False
sys.stderr = Still(sys.stderr.detach(), encoding="utf-8", write_through=True)
from cli.main import run
sys.exit(run())
"""


@dataclass(frozen=True)
class Shown:
    """One command with what the page says it prints, and what it printed."""

    command: str
    expected: str
    printed: str

    @property
    def agrees(self) -> bool:
        """Whether the page tells the truth."""
        pattern = "".join(
            r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in _stable(self.expected).splitlines()
        )
        return re.fullmatch(pattern, _stable(self.printed)) is not None


def _stable(text: str) -> str:
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return "".join(line.rstrip() + "\n" for line in text.strip("\n").splitlines())


def make_place(place: Path) -> Path:
    """A copy of the examples as a reader has them, with the command on the path; returns the place."""
    shutil.copytree(ROOT / "examples", place / "examples", ignore=shutil.ignore_patterns(".narragraph"))
    command = place / ".bin" / "narragraph"
    command.parent.mkdir()
    command.write_text(SHIM.format(python=sys.executable, root=str(ROOT)), encoding="utf-8")
    command.chmod(0o755)
    return place


def walk(page: str, place: Path) -> list[Shown]:
    """Do everything that a page tells its reader to do, in order."""
    shown = []
    for step in STEP.finditer(page):
        if step["name"]:
            file = place / step["name"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step["text"], encoding="utf-8")
        else:
            for command, expected in commands(step["console"]):
                shown.append(Shown(command, expected, type_(command, place)))
    return shown


def commands(block: str) -> list[tuple[str, str]]:
    """(command, what the page says it prints) for every command of a block; a backslash continues a command."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        length = next(at for at, line in enumerate(lines, start=1) if not line.endswith("\\"))
        found.append(("\n".join(lines[:length]), "".join(line + "\n" for line in lines[length:])))
    return found


def type_(command: str, place: Path) -> str:
    """What a terminal shows after a command."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NARRAGRAPH_", "COLUMNS"))}
    env = kept | {"PATH": f"{place / '.bin'}:{os.environ['PATH']}", "TERM": "xterm"}
    child = subprocess.Popen(
        ["sh", "-c", command], cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the last writer has gone
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    child.wait()
    return COLOUR.sub("", b"".join(parts).decode()).replace("\r\n", "\n")


def rewritten(page: str, shown: list[Shown]) -> str:
    """The page with what was printed, where it says something else."""
    left = iter(shown)

    def block(step: re.Match[str]) -> str:
        if step["name"]:
            return step[0]
        said = []
        for _ in commands(step["console"]):
            one = next(left)
            said.append(f"$ {one.command}\n{one.expected if one.agrees else _clean(one.printed)}")
        return "```console\n" + "".join(said) + "```"

    return STEP.sub(block, page)


def _clean(printed: str) -> str:
    return "".join(line.rstrip() + "\n" for line in printed.strip("\n").splitlines())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        text = file.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            file.write_text(rewritten(text, walk(text, make_place(Path(folder)))), encoding="utf-8")
