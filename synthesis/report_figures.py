"""The figures of a report's text, each with its name, unit and meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from graph.model import Direction, InfluenceStatus, PaperStatus
from graph.spreadsheet import cell_text
from graph.tables import GraphTables
from synthesis.evidence import ABSENT, DIRECTIONS, NONE, Evidence
from synthesis.report_cerqual import NOT_JUDGED
from synthesis.report_model import Figure, Table


def figures(evidence: Evidence, graph: GraphTables, tables: Mapping[str, Table]) -> dict[str, Figure]:
    """Every figure by name, in the order in which they are made."""
    made = [
        *_papers(evidence, graph),
        *_influences(tables),
        *_findings(evidence, graph, tables),
        *_pairs(tables["pairs"]),
        *_others(tables),
    ]
    return {one.name: one for one in made}


def _papers(evidence: Evidence, graph: GraphTables) -> Iterator[Figure]:
    statuses = Counter(graph.node("Paper").column("status").to_pylist())
    yield Figure("papers", evidence.papers.num_rows, "paper", "included papers")
    for status in PaperStatus:
        if status is not PaperStatus.INCLUDED:
            said = status.value.replace("_", " ")
            yield Figure(f"papers_{status.value}", statuses[status.value], "paper", f"papers that are {said}")
    not_extracted = int(np.count_nonzero(evidence.round_of == NONE))
    yield Figure(
        "papers_extracted", evidence.papers.num_rows - not_extracted, "paper", "of a stated round of extraction"
    )
    yield Figure("papers_not_extracted", not_extracted, "paper", "of no stated round: their silence says nothing")
    reporting = len(set(evidence.paper[evidence.direction != ABSENT].tolist()))
    yield Figure("papers_reporting", reporting, "paper", "report at least one influence")
    studies = set(evidence.paper_study[1].tolist())
    yield Figure("studies", len(studies), "study", "studies that included papers report on")
    settings = {at for study, at in zip(*(c.tolist() for c in evidence.study_setting), strict=True) if study in studies}
    yield Figure("settings", len(settings), "setting", "settings of those studies")
    yield Figure("rounds", graph.node("Extraction").num_rows, "round", "rounds of extraction")


def _influences(tables: Mapping[str, Table]) -> Iterator[Figure]:
    rows = tables["influences"].rows
    statuses = Counter(row["status"] for row in rows)
    for status in InfluenceStatus:
        yield Figure(
            f"influences_{status.value}", statuses[status.value], "influence", f"{status.value} in the codebook"
        )
    active = [row for row in rows if row["status"] == InfluenceStatus.ACTIVE]
    yield Figure("active_reported", sum(bool(row["papers"]) for row in active), "influence", "active and reported")
    unlooked = sum(row["share"] is None for row in rows)
    yield Figure("influences_unlooked", unlooked, "influence", "nobody looked for: no share is known")


def _findings(evidence: Evidence, graph: GraphTables, tables: Mapping[str, Table]) -> Iterator[Figure]:
    absent = int(np.count_nonzero(evidence.direction == ABSENT))
    yield Figure("findings", evidence.direction.size - absent, "finding", "counted, absent ones left out")
    yield Figure("findings_absent", absent, "finding", "looked for and not found")
    stored = graph.node("Finding").num_rows - evidence.findings.num_rows
    yield Figure("findings_stored", stored, "finding", "stored and not counted, in all papers")
    for state, many in Counter(
        cell_text(row["states"]) or "no recorded origin" for row in tables["findings"].rows
    ).items():
        yield Figure(
            f"findings_by_{state.replace('; ', '_and_').replace(' ', '_')}",
            many,
            "finding",
            state.replace("; ", " and "),
        )
    unclear = int(np.count_nonzero(evidence.direction == DIRECTIONS.index(Direction.UNCLEAR)))
    yield Figure("findings_unclear", unclear, "finding", "without a direction")
    nowhere = int(np.count_nonzero((evidence.setting == NONE) & (evidence.direction != ABSENT)))
    yield Figure("findings_nowhere", nowhere, "finding", "that name no setting, absent ones left out")
    kinds = {"text": "quotes of a text", "cell": "entries of a table", "note": "paraphrases"}
    passages = {row["passage_id"]: row["kind"] for row in tables["passages"].rows}
    many_of = Counter(passages.values())
    yield Figure("passages", len(passages), "passage", "behind counted findings")
    for kind, said in kinds.items():
        yield Figure(f"passages_{kind}", many_of[kind], "passage", said)
    quoted = {row["finding_id"] for row in tables["passages"].rows if row["kind"] == "text"}
    unquoted = len(tables["findings"].rows) - len(quoted)
    yield Figure("findings_unquoted", unquoted, "finding", "without a quote of a text, absent ones included")


def _pairs(pairs: Table) -> Iterator[Figure]:
    rows, said = pairs.rows, pairs.said
    related = sum(bool(row["related"]) for row in rows)
    small = sum(row["needed"] is None and not row["related"] for row in rows)
    beyond = sum(bool(row["beyond_chance"]) for row in rows)
    yield Figure("pairs", len(rows), "pair", "pairs of influences that could be counted")
    yield Figure("pairs_related", related, "pair", "an influence and a broader one: not tested")
    yield Figure("pairs_tested", len(rows) - related, "pair", "tested")
    yield Figure("pairs_beyond", beyond, "pair", "beyond chance")
    yield Figure("pairs_below", small, "pair", "below the detectable size: no number would pass")
    yield Figure("pairs_open", len(rows) - related - small - beyond, "pair", "could have passed and did not")
    if pairs.why is None:
        yield Figure(
            "windows",
            int(str(said["windows"])),
            "paper",
            "papers of which something is known, in which two influences could meet",
        )
        yield Figure(
            "pairs_influences", int(str(said["influences"])), "influence", "reported often enough to be tested"
        )
        for name in ("level", "samples", "seed", "null_model"):
            if said.get(name) is not None:
                value = said[name]
                kept = value if isinstance(value, int | float) else str(value)
                yield Figure(f"pairs_{name}", kept, "none", f"{name.replace('_', ' ')} of the test of pairs")


def _others(tables: Mapping[str, Table]) -> Iterator[Figure]:
    done = [row for row in tables["sensitivity"].rows if row["left_out"] == "paper" and row["done"]]
    yield Figure("runs", len(done), "run", "without one paper each")
    yield Figure("runs_same", sum(bool(row["top_same"]) for row in done), "run", "same leading influences, same order")
    yield Figure("runs_turned", sum(bool(row["turned"]) for row in done), "run", "a leading influence turns")
    if done and done[0]["pairs_gained"] is not None:
        other = sum(bool(row["pairs_gained"] or row["pairs_lost"]) for row in done)
        yield Figure("runs_pairs", other, "run", "other pairs beyond chance")
    whole = tables["concentration"]
    if whole.why is None:
        for name in ("half_held_by", "top_tenth"):
            yield Figure(name, int(str(whole.said[name])), "paper", name.replace("_", " "))
        held = round(float(str(whole.said["top_tenth_share"])) * int(str(whole.said["findings"])))
        yield Figure("top_tenth_findings", held, "finding", "of the tenth of papers with most")
    ranks = tables["ranks"]
    for name in ("samples", "seed"):
        if ranks.said.get(name) is not None:
            yield Figure(f"ranks_{name}", int(str(ranks.said[name])), "none", f"{name} of the intervals of ranks")
    soqf = tables["soqf"].rows
    yield Figure("soqf", len(soqf), "finding", "summarised findings")
    judged = sum(row["overall"] != NOT_JUDGED for row in soqf)
    yield Figure("soqf_judged", judged, "finding", "with a judgement of confidence")
    yield Figure("soqf_written", sum(row["finding"] is not None for row in soqf), "finding", "put in words by people")
