"""A review at which people decide: passages of two papers, phrases of tables, four people. The texts are invented."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cli.tagging import tagged
from cli.terminal import Terminal

REVIEW = """\
[review]
id = "desk"
title = "A desk"

[[table]]
path = "tables/t.csv"
one_row_is = "finding"

[table.paper]
id = ["paper"]

[table.study]
id = ["paper", "site"]

[[table.setting]]
name = "setting"
kind = "service"

[[table.finding]]
influence = { column = "influence" }
direction = { column = "effect", map = { helps = "facilitator", hinders = "barrier" } }

[texts.files]
"a.txt" = "paper:a"
"b.txt" = "paper:b"
"""
PEOPLE = """
[curators]
blind_share = 0.0

[[curators.people]]
id = "ann"
name = "Ann"

[[curators.people]]
id = "ben"
name = "Ben"

[[curators.people]]
id = "chief"
role = "adjudicator"

[[curators.people]]
id = "rita"
role = "reader"
"""
ROWS = """\
paper,site,influence,effect,setting
A,1,Short induction training,hinders,Clinic
A,1,short-induction-training,helps,Clinic
A,1,=SUM(1),hinders,Ward
B,1,Pay,helps,Ward
B,2,Pay,hinders,Ward
"""
CODEBOOK = "influence_id,name,definition\ntraining,Training,Courses for staff\npay,Pay,\nculture,Culture,How we work\n"
A = """\
Staff said that training made the new role possible. They also said that low pay drove colleagues away.
Nobody had time for \u202esupervision\u202c. Training was short, and staff asked for more of it.
"""
B = "Lack of training hindered the new workers.\n"
TRAINING = "Staff said that training made the new role possible."


def desk_review(folder: Path) -> Path:
    """Write the folder and tag its texts."""
    for name in ("tables", "texts"):
        (folder / name).mkdir(parents=True)
    (folder / "review.toml").write_text(REVIEW + PEOPLE, encoding="utf-8")
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    (folder / "tables" / "t.csv").write_text(ROWS, encoding="utf-8")
    (folder / "texts" / "a.txt").write_text(A, encoding="utf-8")
    (folder / "texts" / "b.txt").write_text(B, encoding="utf-8")
    tagged(folder, Terminal(quiet=True))
    return folder


def blind(folder: Path) -> None:
    """Let every passage be decided before the suggestion is seen."""
    review = folder / "review.toml"
    review.write_text(review.read_text(encoding="utf-8").replace("blind_share = 0.0", "blind_share = 1.0"), "utf-8")


def bodies(folder: Path, curator: str = "ann") -> list[dict[str, Any]]:
    """The bodies of a curator's entries, in order, each with its kind and key."""
    lines = [
        json.loads(line)
        for file in sorted((folder / "decisions" / curator).glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [{"kind": line["kind"], "key": line["key"], **line["body"]} for line in lines]


def claimed(body: dict[str, Any]) -> tuple[str, list[tuple[str, str, str]]]:
    """Verdict and claims of a decision."""
    claims = [(one["influence_id"], one["direction"], one["assertion"]) for one in body["claims"]]
    return body["verdict"], claims


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
