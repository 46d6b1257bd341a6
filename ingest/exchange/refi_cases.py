"""Cases and variables of a REFI-QDA project: what they say of sources."""

from __future__ import annotations

from collections import defaultdict

from graph.exchange.guids import normal_guid
from graph.exchange.shapes import Fate, Remark
from ingest.texts.trees import Element, attribute, child_of, name_of

CASE = "case"
"""The column for the names of the cases that a source belongs to."""


def variables(root: Element, remarks: list[Remark]) -> dict[str, dict[str, str]]:
    """Source -> what its cases say of it; "own " and source -> what its own variables say."""
    names = _names(root)
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for case in children(root, "Cases"):
        sources = [_target(one) for one in case if name_of(one) == "SourceRef"]
        values = [(CASE, attribute(case, "name")), *_values(case, names)]
        for source in filter(None, sources):
            for name, value in values:
                if value and value not in said[source][name]:
                    said[source][name].append(value)
        _tell(case, sources, values, remarks)
    for element in children(root, "Sources"):
        for name, value in _values(element, names):
            said[f"own {normal_guid(attribute(element, 'guid'))}"][name].append(value)
    return {source: {name: "; ".join(values) for name, values in found.items()} for source, found in said.items()}


def children(root: Element, container: str) -> list[Element]:
    """The elements in a container of the project; none when it is not there."""
    held = child_of(root, container)
    return [] if held is None else [one for one in held if name_of(one)]


def _names(root: Element) -> dict[str, str]:
    return {
        guid: attribute(one, "name")
        for one in children(root, "Variables")
        if (guid := normal_guid(attribute(one, "guid")))
    }


def _values(element: Element, names: dict[str, str]) -> list[tuple[str, str]]:
    """(variable, value) of an element."""
    found = []
    for value in (one for one in element if name_of(one) == "VariableValue"):
        ref = child_of(value, "VariableRef")
        name = names.get((_target(ref) if ref is not None else None) or "")
        text = next((str(one.text or "") for one in value if name_of(one).endswith("Value")), "")
        if name and text.strip():
            found.append((name, text.strip()))
    return found


def _tell(case: Element, sources: list[str | None], values: list[tuple[str, str]], remarks: list[Remark]) -> None:
    """What a case says that no document holds."""
    name = attribute(case, "name")
    codes = sum(1 for one in case if name_of(one) == "CodeRef")
    marks = sum(1 for one in case if name_of(one) == "SelectionRef")
    described = child_of(case, "Description")
    lost = [f"{codes} codes on it"] * bool(codes) + [f"{marks} selections in it"] * bool(marks)
    lost += ["its description"] * (described is not None and bool(described.text))
    lost += [f"{len(values)} values"] * (not sources)
    if lost:
        remarks.append(Remark(Fate.LEFT_OUT, f'The case "{name}": {", ".join(lost)}.'))


def _target(element: Element) -> str | None:
    return normal_guid(attribute(element, "targetGUID"))
