"""The findings and passages of a report, and the passages that illustrate an influence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.tables import GraphTables
from synthesis.evidence import DIRECTIONS, NONE, STATES, TABLE, Evidence
from synthesis.report_model import Row, Table, columns_of, many
from synthesis.report_papers import label
from synthesis.selection import from_tables

KINDS = ("text", "note", "cell")
"""In the order in which passages illustrate: quotes of a text, paraphrases, entries of a table."""
FINDINGS = columns_of(
    ("finding_id", "string", "Finding.id"),
    ("influence_id", "string", "Influence.id"),
    ("influence", "string", "its name"),
    ("paper_id", "string", "Paper.id"),
    ("paper", "string", "authors and year, else the title"),
    ("study_id", "string", "Study.id"),
    ("direction", "string", "direction as reported"),
    ("setting_id", "string", "Setting.id; null when no setting is named"),
    ("setting", "string", "its name"),
    ("assertion", "string", "what kind of statement it is"),
    ("viewpoint", "string", "whose view it is"),
    ("stage", "string", "stage as reported"),
    ("time_point", "string", "when it was reported"),
    ("states", "list<string>", "how it came to count: table, single, agreed, adjudicated"),
    ("passages", "integer", "passages that illustrate it"),
)
PASSAGES = columns_of(
    ("finding_id", "string", "Finding.id"),
    ("passage_id", "string", "Passage.id"),
    ("kind", "string", "text: a quote; cell: an entry of a table; note: a paraphrase, never a quote"),
    ("quote", "string", "the words; of a note the paraphrase"),
    ("translation", "string", "the words in translation, where a table gives them beside the original"),
    ("path", "string", "file in the review folder"),
    ("sheet", "string", "sheet of a workbook"),
    ("cell", "string", "address of the cell"),
    ("page", "integer", "page of the document"),
    ("char_start", "integer", "first code point in its cell or stored text"),
    ("char_end", "integer", "one past the last"),
    ("section", "string", "part of the paper"),
    ("pointer", "string", "where a note was taken from"),
    ("language", "string", "BCP 47 tag of the words"),
    ("text_sha256", "string", "hash of the cell or stored text"),
)


def findings_table(evidence: Evidence, order: Sequence[str]) -> Table:
    """Every counted finding of the included papers, absent ones too, by influence (in `order`), direction and paper."""
    papers, influences = evidence.papers.to_pylist(), evidence.influences.select(["id", "name"]).to_pylist()
    settings, studies = evidence.settings.select(["id", "name"]).to_pylist(), evidence.studies.column("id").to_pylist()
    labels = [label(paper) for paper in papers]
    states, tables = _states(evidence), from_tables(evidence).tolist()
    passages: dict[int, int] = defaultdict(int)
    for finding in evidence.passages[0].tolist():
        passages[finding] += 1
    rows: list[dict[str, object]] = []
    codes = (evidence.paper, evidence.study, evidence.influence, evidence.setting, evidence.direction)
    every = zip(evidence.findings.to_pylist(), *(code.tolist() for code in codes), strict=True)
    for at, (finding, paper, study, influence, setting, direction) in enumerate(every):
        place = None if setting == NONE else settings[setting]
        rows.append(
            {
                "finding_id": finding["id"],
                "influence_id": influences[influence]["id"],
                "influence": influences[influence]["name"],
                "paper_id": papers[paper]["id"],
                "paper": labels[paper],
                "study_id": studies[study],
                "direction": DIRECTIONS[direction],
                "setting_id": place and place["id"],
                "setting": place and place["name"],
                **{name: finding[name] for name in ("assertion", "viewpoint", "stage", "time_point")},
                "states": [*([TABLE] if tables[at] else []), *states[at]],
                "passages": passages[at],
            }
        )
    place_of = {id_: at for at, id_ in enumerate(order)}
    rows.sort(key=lambda row: (place_of.get(str(row["influence_id"]), len(order)), *_within(row)))
    return Table("findings", FINDINGS, rows, "finding", f"{many(len(rows), 'counted finding')} of included papers")


def _within(row: Row) -> tuple[int, str, str, str]:
    """The order inside one influence."""
    direction = DIRECTIONS.index(str(row["direction"]))
    return direction, str(row["paper"]).casefold(), str(row["setting"] or ""), str(row["finding_id"])


def _states(evidence: Evidence) -> dict[int, list[str]]:
    """How decisions made a finding count; nothing for a finding of a table alone."""
    found: dict[int, set[int]] = defaultdict(set)
    for finding, _, state in zip(*(codes.tolist() for codes in evidence.claims), strict=True):
        found[finding].add(state)
    return defaultdict(list, {at: [STATES[state] for state in sorted(some)] for at, some in found.items()})


def passages_table(tables: GraphTables, findings: Table) -> Table:
    """Every passage behind every finding, in the order of the findings."""
    passages = {row["id"]: row for row in tables.node("Passage").to_pylist()}
    behind: dict[str, list[str]] = defaultdict(list)
    for row in tables.edge("ILLUSTRATES").to_pylist():
        behind[row["end_id"]].append(row["start_id"])
    names = [column.name for column in PASSAGES[2:]]
    rows: list[Row] = []
    for finding in findings.rows:
        mine = [passages[id_] for id_ in behind[str(finding["finding_id"])]]
        mine.sort(key=lambda one: (KINDS.index(one["kind"]), one["path"] or "", one["char_start"] or 0, one["id"]))
        rows += [
            {"finding_id": finding["finding_id"], "passage_id": one["id"], **{name: one[name] for name in names}}
            for one in mine
        ]
    return Table("passages", PASSAGES, rows, "passage", f"{many(len(rows), 'passage')} behind the findings")


def illustrations(findings: Table, passages: Table, most: int) -> dict[str, list[Row]]:
    """Up to `most` passages of each influence: quotes of texts before paraphrases before entries of tables, every
    paper once before any twice, directions in turn; else in the order of the findings.
    """
    by_id = {str(row["finding_id"]): row for row in findings.rows}
    of: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for at, row in enumerate(passages.rows):
        of[str(by_id[str(row["finding_id"])]["influence_id"])].append((at, row))
    return {id_: _chosen(some, by_id, most) for id_, some in of.items()}


def _chosen(some: Sequence[tuple[int, Row]], by_id: Mapping[str, Row], most: int) -> list[Row]:
    ranked: list[tuple[int, int, int, int, Row]] = []
    again: dict[tuple[object, object], int] = defaultdict(int)
    turn: dict[tuple[object, object, int], int] = defaultdict(int)
    seen: set[object] = set()
    for at, row in sorted(some, key=lambda one: (KINDS.index(str(one[1]["kind"])), one[0])):
        if row["passage_id"] in seen:
            continue  # one passage behind several findings illustrates once
        seen.add(row["passage_id"])
        finding, kind = by_id[str(row["finding_id"])], row["kind"]
        times = again[kind, finding["paper_id"]]
        again[kind, finding["paper_id"]] += 1
        in_turn = turn[kind, finding["direction"], times]
        turn[kind, finding["direction"], times] += 1
        shown = {**finding, **row, "times": times}
        ranked.append((KINDS.index(str(kind)), times, in_turn, at, shown))
    return [one[-1] for one in sorted(ranked, key=lambda one: one[:4])[:most]]
