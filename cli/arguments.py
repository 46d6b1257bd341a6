"""The words after `narragraph query`: a query's name and its parameters, spelt as options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import ParameterError, near_misses
from graph.query_header import Parameter, Query

BOOLEANS = {"true", "false", "yes", "no", "1", "0"}


@dataclass(frozen=True)
class Words:
    """What was typed: the name if there was one, whether help was asked for, and the rest."""

    name: str | None
    help: bool
    rest: tuple[str, ...]


def read_words(words: Sequence[str]) -> Words:
    """Split off the name, which comes first, and a request for help."""
    left = [word for word in words if word not in {"--help", "-h"}]
    name = left[0] if left and not left[0].startswith("-") else None
    return Words(name, len(left) < len(words), tuple(left[1:] if name else left))


def read_given(query: Query, words: Sequence[str]) -> dict[str, object]:
    """The parameters as text by name; a list parameter may be given several times.

    `--influence-id x`, `--influence_id x` and `--influence-id=x` are the same. A boolean may stand alone for true.
    Raises ParameterError.
    """
    given: dict[str, object] = {}
    left = list(words)
    while left:
        word = left.pop(0)
        if not word.startswith("--"):
            known = ", ".join(option(parameter.name) for parameter in query.parameters)
            raise ParameterError(query.name, word, word, f'"{word}" is not an option. It takes: {known or "nothing"}.')
        spelt, equals, value = word[2:].partition("=")
        parameter = _known(query, spelt)
        if not equals:
            value = _value(query, parameter, left)
        if parameter.type.startswith("list<"):
            before = given.setdefault(parameter.name, [])
            assert isinstance(before, list)  # noqa: S101  (set one line above)
            before.append(value)
        elif parameter.name in given:
            raise ParameterError(query.name, parameter.name, value, "it was given twice; give it once.")
        else:
            given[parameter.name] = value
    return given


def option(name: str) -> str:
    """The option of a parameter: `influence_id` -> `--influence-id`."""
    return f"--{name.replace('_', '-')}"


def _known(query: Query, spelt: str) -> Parameter:
    name = spelt.replace("-", "_")
    parameter = query.parameter(name)
    if parameter is None:
        known = [parameter.name for parameter in query.parameters]
        near = tuple(option(word) for word in near_misses(name, known))
        takes = "" if near else f" It takes: {', '.join(map(option, known)) or 'no parameters'}."
        raise ParameterError(query.name, name, None, f"there is no such parameter.{takes}", near)
    return parameter


def _value(query: Query, parameter: Parameter, left: list[str]) -> str:
    if parameter.type == "boolean" and (not left or left[0].casefold() not in BOOLEANS):
        return "true"
    if not left:
        raise ParameterError(query.name, parameter.name, None, f"{option(parameter.name)} needs a value.")
    return left.pop(0)
