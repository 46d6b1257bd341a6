"""Two people of the synthetic survey with answers that nobody else gives, and how to find them again in any output.

The example is cut to two influences and one form, so that its statistics take a second. Its two people at Site D who
answered in English get names and answers of their own: decimals that no other person gives, so that an answer, a sum,
a mean or a spread of the two is known wherever it stands.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean, stdev

import numpy as np

INFLUENCES = ("training", "role-definition")
NAMES = ("zq-quince-7731", "zq-medlar-4402")
FEW = 5
_NUMBER = re.compile(r"-?\d+\.\d{5,}(?:[eE]-?\d+)?")
Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Rows, columns: Sequence[str] = ()) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(columns or rows[0]), extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def marked_review(example: Path, place: Path) -> Path:
    """The example, cut and marked."""
    shutil.copytree(example, place, ignore=shutil.ignore_patterns(".narragraph", "planted", "make.py"))
    survey = place / "survey"
    items = [row for row in read(survey / "instrument.csv") if row["influence_id"] in INFLUENCES]
    write(survey / "instrument.csv", [row for row in items if row["form"] == "staff"])
    (survey / "synthetic_peer_workers.csv").unlink()
    staff = read(survey / "synthetic_staff.csv")
    kept = {row["item_id"] for row in items}
    two = [row for row in staff if (row["site"], row["language"]) == ("d", "en")]
    others = {row["code"]: row for row in read(survey / "synthetic_other_measures.csv")}
    for person, name, start in zip(two, NAMES, (1.318247, 3.774153), strict=True):
        others[person["code"]]["code"] = person["code"] = name
        for at, item in enumerate(sorted(kept)):
            person[item] = f"{start + at * 0.0731859:.6f}"
    write(survey / "synthetic_staff.csv", staff, [name for name in staff[0] if "-" not in name or name in kept])
    write(survey / "synthetic_other_measures.csv", list(others.values()))
    text = (place / "review.toml").read_text(encoding="utf-8")
    tables = text.split("\n[[")
    parts = [part for part in tables if "synthetic_peer_workers" not in part]
    parts = [part for part in parts if not ("hypotheses]]" in part and "influence" in part and "training" not in part)]
    (place / "review.toml").write_text("\n[[".join(parts), encoding="utf-8")
    return place


def told_numbers(folder: Path) -> dict[str, float]:
    """What nobody may read of the two: each answer, and sum, mean and spread of the two, of items and of influences."""
    staff = [row for row in read(folder / "survey" / "synthetic_staff.csv") if row["code"] in NAMES]
    items = {row["item_id"]: row for row in read(folder / "survey" / "instrument.csv") if row["status"] == "kept"}
    found: dict[str, float] = {}
    scores: dict[str, list[list[float]]] = {influence: [[], []] for influence in INFLUENCES}
    for item, row in items.items():
        given = [float(person[item]) for person in staff]
        turned = [6 - value for value in given] if row["reverse"] == "yes" else given
        for at, value in enumerate(turned):
            scores[row["influence_id"]][at].append(value)
        found |= {f"{item} as given {at}": value for at, value in enumerate(given)}
        found |= {f"{item} {word}": value for word, value in _of_two(turned)}
    for influence, both in scores.items():
        found |= {f"{influence} {word}": value for word, value in _of_two([mean(one) for one in both])}
    return found


def _of_two(values: Sequence[float]) -> Iterator[tuple[str, float]]:
    yield from (("one", values[0]), ("other", values[1]), ("sum", sum(values)), ("mean", mean(values)))
    yield "spread", stdev(values)


def leaks(output: bytes, numbers: Mapping[str, float]) -> list[str]:
    """What an output says of the two: their names, or a number of theirs to its last printed digit."""
    text = output.decode("utf-8", errors="replace")
    found = [name for name in NAMES if name in text]
    known = np.array(list(numbers.values()))
    for printed in set(_NUMBER.findall(text)):
        decimals = len(printed.partition(".")[2].partition("e")[0])
        close = np.abs(known - float(printed)) < 0.6 * 10.0 ** -min(decimals, 9)
        found += [f"{list(numbers)[at]}: {printed}" for at in np.flatnonzero(close)]
    return found


def worked_out(shown: Mapping[tuple[str, str | None], frozenset[str]]) -> list[frozenset[str]]:
    """Sets of 1 to FEW - 1 people whose sum is a combination of the sums of the shown groups.

    `shown`: the people of each group with a mean. People who are in the same groups cannot be told apart, so sets are
    made of such parts; each is tried by least squares, which has nothing in common with how the product decides.
    """
    people = sorted(frozenset().union(*shown.values())) if shown else []
    inside = {person: tuple(person in group for group in shown.values()) for person in people}
    parts: dict[tuple[bool, ...], frozenset[str]] = {}
    for person, where in inside.items():
        parts[where] = parts.get(where, frozenset()) | {person}
    atoms = list(parts.items())
    matrix = np.array([[float(value) for value in where] for where, _ in atoms])
    small = [at for at, (_, members) in enumerate(atoms) if len(members) < FEW]
    found = []
    for size in range(1, len(small) + 1):
        for chosen in combinations(small, size):
            members = frozenset().union(*(atoms[at][1] for at in chosen))
            if len(members) >= FEW:
                continue
            wanted = np.array([float(at in chosen) for at in range(len(atoms))])
            weights = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
            if np.allclose(matrix @ weights, wanted, atol=1e-9):
                found.append(members)
    return found
