"""Records with known duplicates, and how well a clustering finds them. `python tests/support/duplicates.py` prints it.

Survivors by the rule of the data's README: a record outside all groups that vanished is an FP; in a group of n with k
survivors TP += n - k and FN += k - 1. Pairs are counted too, because survivors hide a wrong member of a group.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from ingest.references.clusters import deduplicate
from ingest.references.read import read_content, read_file
from ingest.references.record import Record

NAMES = ("cytology_screening", "haematology", "special_cases")


@dataclass(frozen=True)
class Score:
    """Survivors and pairs."""

    tp: int
    fp: int
    fn: int
    pairs: int
    right_pairs: int
    true_pairs: int
    review: int

    @property
    def f1(self) -> float:
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn)

    @property
    def precision(self) -> float:
        return self.right_pairs / self.pairs

    @property
    def recall(self) -> float:
        return self.right_pairs / self.true_pairs

    def said(self, name: str) -> str:
        survivors = f"survivors TP/FP/FN {self.tp}/{self.fp}/{self.fn}, F1 {self.f1:.4f}"
        pairs = f"pairs precision {self.precision:.4f}, recall {self.recall:.4f}"
        return f"{name}: {survivors}; {pairs}; {self.review} pairs wait for a person"


def labelled(folder: Path) -> tuple[list[Record], list[str], list[set[str]]]:
    """Records, the id that the data gives each, and the groups of ids that are one paper."""
    records = list(read_file(folder / "records_pre_merged.csv", "records.csv").records)
    ids = [dict(record.other)["ID"] for record in records]
    with (folder / "merged_record_ids.csv").open(encoding="utf-8", newline="") as opened:
        groups = [set(row["merged_ids"].split(";")) for row in csv.DictReader(opened)]
    return records, ids, groups


def measured(records: Sequence[Record], ids: Sequence[str], groups: Sequence[set[str]]) -> Score:
    """The score of the product's clusters."""
    found = deduplicate(records)
    id_of = {(record.id, record.line): id_ for record, id_ in zip(records, ids, strict=True)}
    clusters = [sorted(id_of[member.id, member.line] for member in cluster.members) for cluster in found.clusters]
    group = {id_: number for number, members in enumerate(groups) for id_ in members}
    survivors = {cluster[0] for cluster in clusters}
    tp, fn = 0, 0
    fp = sum(id_ not in survivors and id_ not in group for id_ in ids)
    for members in groups:
        left = len(members & survivors)
        tp += len(members) - max(left, 1)
        fp += left == 0
        fn += max(left - 1, 0)
    pairs = [pair for cluster in clusters for pair in combinations(cluster, 2)]
    right = sum(one in group and group[one] == group.get(other) for one, other in pairs)
    every = sum(len(members) * (len(members) - 1) // 2 for members in groups)
    return Score(tp, fp, fn, len(pairs), right, every, len(found.review))


def as_record(fields: dict[str, str | None]) -> Record:
    """A record of a labelled case, read as any table is."""
    known = {name: value for name, value in fields.items() if value is not None}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(known))
    writer.writeheader()
    writer.writerow(known)
    return read_content(out.getvalue().encode(), "cases.csv").records[0]


def cases(data: Path) -> list[tuple[str, Record, Record, bool]]:
    """The labelled pairs: name, two records, whether they are one paper."""
    found = json.loads((data / "dedupe" / "test_cases.json").read_text(encoding="utf-8"))["cases"]
    return [
        (case["id"], as_record(case["record_a"]), as_record(case["record_b"]), case["expected_duplicate"])
        for case in found
    ]


if __name__ == "__main__":
    place = Path(os.environ.get("NARRAGRAPH_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    for set_ in NAMES:
        print(measured(*labelled(place / "dedupe" / set_)).said(set_))  # noqa: T201
