"""The parameters that count influences as the constructs of a framework: one spelling for every measure and chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph.model import MappingKind
from graph.query_header import Opening, Parameter, Query

KINDS = (MappingKind.EXACT, MappingKind.CLOSE, MappingKind.NARROWER)
"""Kinds that count unless others are asked for: an influence that is the construct, or a part of it, belongs to it."""
GROUPING = (
    Parameter("framework", "string", "count the constructs of this framework instead of influences", False),
    Parameter(
        "kinds",
        "list<string>",
        "with a framework: mappings of these kinds count; default: exact, close and narrower",
        False,
    ),
    Parameter(
        "agreed",
        "boolean",
        "with a framework: only where every author who maps an influence agrees; default: any",
        False,
    ),
    Parameter("domains", "boolean", "with a framework: count its broadest constructs, such as domains", False),
)
UNGROUPED = ("concentration",)
"""Measures that are not about influences."""
BEHIND = "findings_behind"
_STATUS = Parameter(
    "status",
    "string",
    "only influences of this codebook status",
    False,
    choices=("active", "draft", "retired"),
)


def grouped_as(given: Mapping[str, object]) -> dict[str, object]:
    """What of `given` decides a grouping, to be asked for again; nothing without a framework."""
    if given.get("framework") is None:
        return {}
    names = (*(parameter.name for parameter in GROUPING), "status")
    return {name: given[name] for name in names if given.get(name)}


def groupable(measure: Query) -> Query:
    """The contract of a measure with the parameters of a grouping, which its figures hand on when they are opened."""
    if measure.name in UNGROUPED:
        return measure
    own = (
        measure.parameters if measure.parameter("status") or measure.name != BEHIND else (*measure.parameters, _STATUS)
    )
    handed = [parameter.name for parameter in GROUPING] + (["status"] if measure.parameter("status") else [])
    return replace(
        measure,
        parameters=(*own, *GROUPING),
        opens=tuple(_handing_on(opening, handed) for opening in measure.opens),
    )


def _handing_on(opening: Opening, handed: list[str]) -> Opening:
    if opening.query != BEHIND:
        return opening
    return replace(opening, arguments=(*opening.arguments, *((name, f"${name}") for name in handed)))
