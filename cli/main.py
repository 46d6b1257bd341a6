"""The `narragraph` command. Nothing heavy is imported here, nor any command but the one that is called."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.commands import Commands
from cli.exits import Code, code_of
from cli.terminal import Terminal
from graph import version
from graph.errors import SynthesisError

app = typer.Typer(
    name="narragraph",
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
ANYWHERE = ("--quiet", "-q", "--debug")
"""Flags of the whole command that may also stand after its parts: `narragraph build --quiet`."""


@app.callback(
    invoke_without_command=True,
    epilog="--quiet and --debug may stand anywhere. Exit codes: 0 fine, 1 failed, 2 usage, 3 data invalid, "
    "4 backend unreachable, 130 interrupted.",
)
def narragraph(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no messages, only warnings.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Turn the extraction tables of a systematic review into a graph that answers with its sources.

    A first graph: `narragraph init my-review --from table.csv`, then `narragraph build my-review`, then
    `narragraph query`.
    """
    del debug  # read by run(), which also has to know it when the options cannot be read
    context.obj = Terminal(quiet=quiet)
    if show_version:
        typer.echo(f"narragraph {version()}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


GARBAGE = (50_000, 20, 100)
"""When Python looks for garbage: seldomer than it would, because a command keeps nearly all of the many objects that it
makes, and looking through them took a tenth of `tag`."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; every error becomes one sentence on stderr."""
    if arguments is not None:
        return _run(_flags_first(arguments))
    gc.set_threshold(*GARBAGE)
    code = _run(_flags_first(sys.argv[1:]))
    gc.freeze()  # the process ends: Python need not look through all that was loaded, which takes 0.2 s
    return code


def _run(given: Sequence[str]) -> int:
    debug = "--debug" in given
    _write_utf8()
    try:
        code = int(app(args=given, prog_name="narragraph", standalone_mode=False) or 0)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer turns a closed pipe into SystemExit, and nothing else here exits
        return _reader_left()
    except (KeyboardInterrupt, typer.Abort):
        code = Code.INTERRUPTED
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        help_ = f"`{context.command_path if context else 'narragraph'} --help` says what is possible."
        said = error.format_message()
        return _failed(f"Error: {said}{'' if said.endswith(('.', '?')) else '.'} {help_}", Code.USAGE, debug)
    except SynthesisError as error:
        return _failed(f"Error: {error}", code_of(error), debug)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"Error: {where}{error.strerror or error}.", Code.FAILED, debug)
    except MemoryError:
        said = "Error: there was not enough memory, and the command stopped. "
        return _failed(f"{said}`narragraph build --plan` says what a build needs.", Code.FAILED, debug)
    except Exception as error:  # noqa: BLE001  (the outermost shell: a traceback is no message for a researcher)
        said = f"Error: unexpected {type(error).__name__}: {error}. This is a defect of narragraph; run the command "
        return _failed(f"{said}again with --debug and report what it prints.", Code.FAILED, debug)
    return code if code != Code.INTERRUPTED else _failed("Interrupted.", Code.INTERRUPTED, debug=False)


def _flags_first(arguments: Sequence[str]) -> list[str]:
    end = list(arguments).index("--") if "--" in arguments else len(arguments)
    flags = [word for word in arguments[:end] if word in ANYWHERE]
    return flags + [word for word in arguments[:end] if word not in ANYWHERE] + list(arguments[end:])


def _write_utf8() -> None:
    # A pipe under a C locale would otherwise refuse every name with an accent.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")


def _reader_left() -> int:
    # `| head` has what it wanted. Without this, Python complains again when it flushes stdout at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Code.FINE


def _failed(message: str, code: Code, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    Terminal().warn(message)
    return code
