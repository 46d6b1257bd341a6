"""The measures by name: each has a contract in the grammar of query headers, and a function over the evidence.

Adding a file under synthesis/contracts/ and its function here adds it to the command line, the API and the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from graph.ask import read_parameters
from graph.errors import NotFound, near_misses
from graph.progress import Progress, silent
from graph.queries import Queries
from graph.query_header import Query, contract
from synthesis.measure_grouping import GROUPING, groupable

if TYPE_CHECKING:
    from synthesis.evidence import Evidence

FUNCTIONS = {
    "overview": "synthesis.overview:overview",
    "frequency": "synthesis.measured:frequency",
    "directions": "synthesis.measured:directions",
    "compare": "synthesis.measured_groups:compared",
    "concentration": "synthesis.measured:concentrated",
    "pairs": "synthesis.measured_pairs:pairs",
    "partners": "synthesis.measured_pairs:partners",
    "sets": "synthesis.measured_sets:sets",
    "communities": "synthesis.measured_sets:grouped",
    "sensitivity": "synthesis.sensitivity:sensitivity",
    "findings_behind": "synthesis.measured_findings:findings_behind",
}
"""Measure -> `module:function`; imported when it is asked for, because the libraries behind it are heavy."""


@dataclass(frozen=True)
class Measured:
    """The rows of one measure, and what decides them: unit, filter, denominators, seed. `notes` are for people."""

    rows: list[dict[str, object]]
    said: Mapping[str, object]
    notes: Sequence[str] = field(default_factory=tuple)


Run = Callable[["Evidence", Mapping[str, object], Progress], Measured]


@cache
def measures() -> Queries:
    """The contracts of all measures, by name."""
    folder = files("synthesis") / "contracts"
    found = {}
    for name in FUNCTIONS:
        path = f"synthesis/contracts/{name}.measure"
        text = (folder / f"{name}.measure").read_text(encoding="utf-8")
        found[name] = groupable(contract(text, name=name, path=path))
    return Queries(found)


def measure(
    evidence: Evidence,
    name: str,
    given: Mapping[str, object],
    *,
    text: bool = False,
    progress: Progress = silent,
) -> tuple[dict[str, object], Measured]:
    """The parameters as read, and the measure's answer.

    Raises UnknownQuery, ParameterError, NotFound for an id the review does not hold, NothingToCount.
    """
    wanted = measures()[name]
    parameters = read_parameters(wanted, given, text=text)
    counted = by_framework(evidence, parameters)
    check_ids(counted, wanted, parameters)
    module, _, function = FUNCTIONS[name].partition(":")
    run: Run = getattr(import_module(module), function)
    measured = run(counted, parameters, progress)
    if counted.grouping is not None:
        said = {**measured.said, **counted.grouping.said}
        measured = replace(measured, said=said, notes=(*counted.grouping.notes, *measured.notes))
    return parameters, measured


def by_framework(evidence: Evidence, parameters: Mapping[str, object]) -> Evidence:
    """The evidence as the parameters of a grouping want it; see synthesis/grouping.py."""
    if not any(parameters.get(parameter.name) for parameter in GROUPING):
        return evidence
    from synthesis.grouping import regrouped

    return regrouped(evidence, parameters)


def check_ids(evidence: Evidence, query: Query, parameters: Mapping[str, object]) -> None:
    """Raises NotFound for an id among the parameters that the review does not hold."""
    for parameter in query.parameters:
        if "id<" in parameter.type and parameters[parameter.name] is not None:
            _check_ids(evidence, parameter.type, parameters[parameter.name])


def _check_ids(evidence: Evidence, type_: str, value: object) -> None:
    """An id that nobody has must be an error: an empty answer would read as zero."""
    label = type_.split("id<")[1].rstrip(">")
    tables = {"Influence": evidence.influences, "Setting": evidence.settings, "Paper": evidence.papers}
    table, called = tables[label], "title" if label == "Paper" else "name"
    ids, names = (table.column(name).to_pylist() for name in ("id", called))
    known = set(ids)
    for id_ in value if isinstance(value, list) else [value]:
        if id_ not in known:
            by_word = dict(zip([*ids, *(name or "" for name in names)], [*ids, *ids], strict=True))
            near = tuple(dict.fromkeys(by_word[word] for word in near_misses(str(id_), by_word)))
            raise NotFound(label, str(id_), near)
