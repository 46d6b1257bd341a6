"""Mappings of influences to constructs of frameworks as SSSOM/TSV with its metadata in comment lines.

Source: SSSOM 1.1 (mapping-commons/sssom): required are subject, predicate, object and justification of each mapping,
and id and licence of the set. The licence of a team's mappings is theirs to state, so it is "unspecified" here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence

from graph.exchange.guids import URN, iri
from graph.exchange.skos import PREDICATES, Mapped, construct_iri, framework_iri
from graph.model import MappingKind

LICENCE = "https://w3id.org/sssom/license/unspecified"
JUSTIFICATION = "semapv:ManualMappingCuration"
NOTHING = "sssom:NoTermFound"
"""The object of a statement that no construct of a framework fits; the framework is `object_source`."""
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("author_label", "object_source", "mapping_cardinality", "mapping_date", "comment"),
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def sssom(review: str, title: str, version: str | None, names: Mapping[str, str], mapped: Sequence[Mapped]) -> bytes:
    """One mapping set. `names`: influence -> its name; `version`: of the codebook."""
    prefixes = {"influence": iri(review, ""), "construct": f"{URN}construct:", "framework": f"{URN}framework:"}
    said: dict[str, str] = {
        "license": LICENCE,
        "mapping_set_id": iri(review, "mappings"),
        "mapping_set_title": f"Influences of: {title}",
        **({"mapping_set_version": version} if version else {}),
        "mapping_tool": "narragraph",
        "sssom_version": "1.1",
    }
    out = io.StringIO()
    out.write("#curie_map:\n")
    out.writelines(f"#  {prefix}: {_yaml(address)}\n" for prefix, address in sorted(prefixes.items()))
    out.writelines(f"#{name}: {_yaml(value)}\n" for name, value in said.items())
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    rows = [_row(review, names, one) for one in mapped]
    used = [column for column in COLUMNS if any(row[column] for row in rows)]
    writer.writerow(used)
    writer.writerows([row[column] for column in used] for row in sorted(rows, key=lambda row: tuple(row.values())))
    return out.getvalue().encode("utf-8")


def _row(review: str, names: Mapping[str, str], one: Mapped) -> dict[str, str]:
    nothing = one.construct is None
    comment = "Partial overlap." if one.kind is MappingKind.PARTIAL else ""
    return {
        "subject_id": "influence:" + iri(review, one.influence_id).removeprefix(iri(review, "")),
        "subject_label": _cell(names.get(one.influence_id, "")),
        "predicate_id": "skos:exactMatch" if nothing else PREDICATES[one.kind],
        "object_id": NOTHING if nothing else construct_iri(str(one.construct)).removeprefix(URN),
        "object_label": _cell(one.name or ""),
        "mapping_justification": JUSTIFICATION,
        "author_label": _cell(one.author).replace("|", "\\|"),
        "object_source": framework_iri(one.framework).removeprefix(URN),
        "mapping_cardinality": "1:0" if nothing else "",
        "mapping_date": one.date if one.date and _DATE.fullmatch(one.date) else "",
        "comment": _cell(" ".join(part for part in (comment, one.reason or "") if part)),
    }


def _cell(text: str) -> str:
    """A cell on one line: line ends in cells are read differently by every tool."""
    return " ".join(text.split())


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
