"""The outermost shell: exit codes, one-sentence errors, quiet pipes, and nothing heavy at start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import COMMAND, Here, in_shell

from cli import main
from cli.commands import COMMANDS, Commands, loaded
from cli.exits import Code, code_of
from graph.errors import (
    CodebookError,
    ConfigError,
    DatabaseUnavailable,
    DataInvalid,
    GraphMissing,
    NotFound,
    ParameterError,
    ReviewFolderError,
    SynthesisError,
    TableError,
    UnknownQuery,
)

HEAVY = ("pandas", "pyarrow", "networkx", "fastapi", "uvicorn", "neo4j", "ladybug", "pydantic", "rich.console")


def test_help_lists_the_commands_and_the_exit_codes(narragraph: Here) -> None:
    ran = narragraph("--help")
    assert ran.code == 0
    assert "Exit codes: 0 fine, 1 failed, 2" in ran.out
    assert re.findall(r"^  ([a-z]+) ", ran.out.split("Commands:")[1], re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_of_a_command_what_its_docstring_says(name: str) -> None:
    known, itself = Commands().commands[name], loaded(name)
    for width in range(20, 70):
        assert known.get_short_help_str(width) == itself.get_short_help_str(width)


def test_one_command_is_imported_without_the_others() -> None:
    code = "import sys, cli.main; cli.main.run(['doctor', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(COMMANDS.values()) & set(done.stdout.splitlines()[-1].split()) == {"cli.doctor"}


def test_no_command_shows_the_help(narragraph: Here) -> None:
    assert narragraph().out == narragraph("--help").out


def test_version_is_the_installed_one(narragraph: Here) -> None:
    assert narragraph("--version").out.startswith("narragraph 0.")


def test_start_imports_nothing_heavy() -> None:
    code = "import sys, cli.main; cli.main.run(['--help']); print([m for m in sys.argv[1:] if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["bild"], "No such command 'bild'. Did you mean 'build'? `narragraph --help`"),
        (["--bogus"], "No such option: --bogus. `narragraph --help`"),
        (["init"], "Missing argument 'DIR'. `narragraph init --help`"),
        (["doctor", "--engine", "oracle"], "`narragraph doctor --help`"),
    ],
)
def test_usage_errors_end_in_2_with_one_line(narragraph: Here, words: list[str], message: str) -> None:
    ran = narragraph(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("Error: ")
    assert message in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("X", "is wrong."), 2),
        (ParameterError("q", "p", 1, "is wrong."), 2),
        (UnknownQuery("q", ()), 2),
        (DataInvalid([]), 3),
        (ReviewFolderError("review.toml", "is wrong."), 3),
        (TableError("t.csv", "is wrong."), 3),
        (CodebookError("is wrong.", path="codebook.csv"), 3),
        (DatabaseUnavailable("bolt://x", "is down."), 4),
        (NotFound("Setting", "x"), 1),
        (GraphMissing("x"), 1),
        (SynthesisError("x"), 1),
    ],
)
def test_every_error_has_its_exit_code(error: SynthesisError, code: int) -> None:
    assert code_of(error) == code


def _raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(**_: object) -> int:
        raise error

    monkeypatch.setattr(main, "app", fail)


def test_unexpected_errors_are_one_sentence_without_a_traceback(
    narragraph: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    _raising(monkeypatch, KeyError("surprise"))
    ran = narragraph("doctor")
    assert ran.code == 1
    assert ran.err.startswith("Error: unexpected KeyError: 'surprise'. This is a defect of narragraph;")
    assert "Traceback" not in ran.err


def test_debug_shows_the_traceback(narragraph: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, ConfigError("X", "is wrong."))
    assert "Traceback" in narragraph("doctor", "--debug").err
    assert "Traceback" not in narragraph("doctor").err


def test_interrupt_ends_in_130(narragraph: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, KeyboardInterrupt())
    ran = narragraph("doctor")
    assert (ran.code, ran.err) == (130, "Interrupted.\n")


def test_errors_of_the_system_name_the_file(narragraph: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, OSError(28, "No space left on device", "/data/out.csv"))
    ran = narragraph("doctor")
    assert (ran.code, ran.err) == (1, "Error: /data/out.csv: No space left on device.\n")


def test_messages_cannot_drive_the_terminal(narragraph: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, ConfigError("X", "\x1b[2Jgone \u202efdp.exe"))
    err = narragraph("doctor").err
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert "gone" in err


def test_flags_of_the_whole_command_may_stand_anywhere() -> None:
    assert main._flags_first(["init", "x", "--quiet", "--debug"]) == ["--quiet", "--debug", "init", "x"]
    assert main._flags_first(["query", "--", "--quiet"]) == ["query", "--", "--quiet"]


def test_closed_pipe_is_quiet(small_folder: Path) -> None:
    # The reader is gone before the first byte: the write or the flush at the end meets a closed pipe.
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [COMMAND, "doctor", str(small_folder)], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (Code.FINE, "")


def test_output_is_utf8_whatever_the_stream_says(tmp_path: Path) -> None:
    folder = tmp_path / "größe"
    folder.mkdir()
    (folder / "review.toml").write_text('[review]\nid = "a"\ntitle = "A"\n', encoding="utf-8")
    ran = in_shell("doctor", cwd=folder, env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert "größe" in ran.out
