"""`cli/summaries.py`, which lets `narragraph --help` list the commands without importing them."""

from __future__ import annotations

import json

from cli.commands import COMMANDS, loaded

WIDTH = 80
"""No help is wider, however wide the terminal."""


def summaries() -> str:
    """The text of the module: each command with the beginning of its docstring."""
    lines = (
        f"    {json.dumps(name)}: {json.dumps(_beginning(loaded(name).help), ensure_ascii=False)},\n"
        for name in COMMANDS
    )
    head = '"""What the help says of each command, after its docstring: written by `python -m cli.docs`."""'
    return f"{head}\n\nSUMMARIES = {{\n{''.join(lines)}}}\n"


def _beginning(text: str) -> str:
    """The first sentence, or as much of it as a line may hold."""
    said = ""
    for word in text.split("\n\n", maxsplit=1)[0].split():
        said = f"{said} {word}".lstrip()
        if word.endswith(".") or len(said) > WIDTH:
            break
    return said
