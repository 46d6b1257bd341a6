"""A review with a text, a citation and a blind decision that is pending, built and ready to be released; invented."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from curated_review import curated_review, decide, shown
from deciding import claim, decided

from cli.main import run
from curation.entries import Assignment, Drawn

CITED = """
[release]
version = "1.2"
date = 2026-03-01
licence = "CC-BY-4.0"
doi = "10.5281/zenodo.123"

[[release.authors]]
family = "Carberry"
given = "Josiah: \\"Joe\\""
orcid = "0000-0002-1825-0097"
affiliation = "Brown University"

[[release.authors]]
name = "The Peer Support Group"
"""
HIDDEN = "what only ann may see"
SEEN = "what everybody may see"
RIS = "TY  - JOUR\nTI  - A study\nAU  - Writer, W.\nDO  - 10.1000/a1\n"
RIS += "AB  - An abstract. Write to w.writer@example.org.\nER  - \n"


def pending_review(folder: Path) -> Path:
    """Write and build it: two coders agree on one passage; on another ann has decided and bob has not."""
    curated_review(folder, more=CITED)
    (folder / "references").mkdir()
    (folder / "references" / "a.ris").write_text(RIS, encoding="utf-8")
    (folder / "cerqual.csv").write_text("influence_id,overall\ntraining,low\n", encoding="utf-8")
    both = shown(folder, "They also said that low pay drove colleagues away.", "pay", "barrier")
    waits = shown(folder, "Nobody had time for supervision.", "training", "barrier")
    later = shown(folder, "Training was short, and staff asked for more of it.", "training", "barrier")
    drawn = tuple(Drawn(one.id, ("ann", "bob")) for one in (both, waits))
    decide(folder, "eve", "draw", Assignment(1.0, 1, 2, drawn))
    decide(folder, "ann", "1", replace(decided(both), note=SEEN))
    decide(folder, "ann", "2", replace(decided(waits, "edit", claim("training", "unclear")), note=HIDDEN))
    decide(folder, "bob", "1", decided(both))
    decide(folder, "ann", "3", decided(later))
    assert run(["build", str(folder), "-q"]) == 0
    return folder


def hidden_marks(folder: Path) -> list[bytes]:
    """What of the pending decision must be in no release: its note, id and key, and the hash of its line."""
    import hashlib

    lines = (folder / "decisions" / "ann" / "laptop.jsonl").read_bytes().splitlines()
    (line,) = (one for one in lines if HIDDEN.encode() in one)
    said = json.loads(line)
    return [HIDDEN.encode(), said["id"].encode(), hashlib.sha256(line).hexdigest().encode()]
