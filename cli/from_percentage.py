"""`narragraph numbers from_percentage 53 --n 53`: the counts behind a published percentage."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from cli.rows import write_json
from graph.errors import ParameterError

NAME = "from_percentage"
HELP = """\
Usage: narragraph numbers from_percentage PERCENTAGE --n PAPERS

The counts that a published percentage allows. Percentages are taken as rounded half up to the decimals given, as
journals print them: 53 of 53 papers can only be 28; at 101 papers and more a whole percent begins to allow several.

  PERCENTAGE  as printed: 53, 53.1 or "53 %"
  --n         the denominator: how many papers
"""


def from_percentage(words: Sequence[str], *, as_json: bool, wants_help: bool) -> None:
    """Print the range of counts; exit as usage where the words are no percentage and denominator."""
    from synthesis.published import RULE, counts_behind

    if wants_help:
        typer.echo(HELP, nl=False)
        return
    printed, n = _read(words)
    try:
        found = counts_behind(printed, n)
    except ValueError as error:
        raise ParameterError(NAME, "percentage", printed, f"{error}.") from error
    if as_json:
        write_json(vars(found) | {"nearest": list(found.nearest), "rounding": RULE}, sys.stdout)
    elif found.least is None:
        typer.echo(f"No count of {n:,} is printed as {found.printed} % ({RULE}): {'; '.join(found.nearest)}.")
    elif found.least == found.most:
        typer.echo(f"{found.least:,} of {n:,}: the only count that is printed as {found.printed} % ({RULE}).")
    else:
        typer.echo(f"{found.least:,} to {found.most:,} of {n:,} are all printed as {found.printed} % ({RULE}).")


def _read(words: Sequence[str]) -> tuple[str, int]:
    left = [part for word in words for part in (word.split("=", 1) if word.startswith("--n=") else [word])]
    if "--n" not in left or left.index("--n") + 1 >= len(left):
        raise ParameterError(NAME, "n", None, "it is needed: the number of papers, such as --n 53.")
    at = left.index("--n")
    number = left[at + 1]
    rest = left[:at] + left[at + 2 :]
    if len(rest) != 1:
        raise ParameterError(NAME, "percentage", " ".join(rest), "give one percentage, such as 53.")
    if not number.isdecimal():
        raise ParameterError(NAME, "n", number, f'"{number}" is not a number of papers.')
    return rest[0], int(number)
