"""Every read query on the small graph, its answers written by hand from the table in tests/support/small_graph.py.

The same cases run on both engines; together they use every parameter of every query. Ids of findings are hashes, so
the cases name a finding by its line of the table, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from side_by_side import EMBEDDED, UNITS, Pair, answers, embedded, questions, side_by_side, typed
from small_decisions import with_small_decisions
from small_graph import FINDINGS, level, small_tables
from small_survey import FEW, FORM, ITEM, PLANNED, with_small_survey

from graph.ask import ask, opened_by
from graph.build import build
from graph.compare import compare
from graph.config import Config
from graph.database import Database, Row
from graph.ids import finding_id
from graph.queries import queries
from graph.tables import GraphTables

CLINIC, WARD, X = "setting:service/clinic", "setting:service/ward", "setting:country/x"


def _line(number: int) -> str:
    paper, study, influence, setting, direction, assertion, when = FINDINGS[number - 1]
    place = f"setting:service/{setting}" if setting else None
    return finding_id(paper, study, influence, place, direction, assertion, None, None, when)


class Case(NamedTuple):
    """One question: `columns` of the answer, and its rows in order (in any order where ids are hashes)."""

    query: str
    given: dict[str, object]
    columns: str
    rows: list[Any]
    sorted: bool = True


FREQUENCY = "influence_id papers studies findings looked_for_papers reporting_looked_for_papers included_papers"
DIRECTIONS = (
    "influence_id facilitator_papers barrier_papers mixed_papers neutral_papers unclear_papers absent_papers "
    "not_reported_papers not_extracted_papers included_papers"
)
BY_SETTING = (
    "setting_id facilitator_papers barrier_papers mixed_papers neutral_papers unclear_papers absent_papers studies"
)
CASES = [
    Case(
        "review",
        {},
        "review_id unit paper_with_both recommendations revision building",
        [("small", "paper", "mixed", "stored", "r1", None)],
    ),
    Case(
        "influences_by_frequency",
        {},
        FREQUENCY,
        [
            ("training", 3, 2, 4, 5, 3, 6),
            ("culture", 2, 2, 3, 5, 2, 6),
            ("draft:tea", 1, 1, 1, None, None, 6),
            ("pay", 1, 1, 1, 5, 1, 6),
            ("role", 0, 0, 0, 5, 0, 6),
            ("support", 0, 0, 0, None, None, 6),
        ],
    ),
    Case("influences_by_frequency", {"status": "draft"}, "influence_id name status", [("draft:tea", "Tea", "draft")]),
    Case("influences_by_frequency", {"limit": 2}, "influence_id", ["training", "culture"]),
    Case(
        "influence_directions",
        {},
        DIRECTIONS,
        [
            ("culture", 0, 0, 1, 1, 0, 0, 3, 1, 6),
            ("draft:tea", 0, 0, 0, 0, 1, 0, None, 5, 6),
            ("pay", 0, 1, 0, 0, 0, 0, 4, 1, 6),
            ("role", 0, 0, 0, 0, 0, 0, 5, 1, 6),
            ("support", 0, 0, 0, 0, 0, 0, None, 6, 6),
            ("training", 2, 0, 1, 0, 0, 1, 1, 1, 6),
        ],
    ),
    Case("influence_directions", {"status": "active", "limit": 1}, "influence_id", ["culture"]),
    Case(
        "papers_by_state",
        {"influence_id": "training"},
        "paper_id year state looked_for reports findings",
        [
            ("A", 2010, "mixed", True, True, 2),
            ("B", 2011, "facilitator", True, True, 1),
            ("C", 2012, "facilitator", True, True, 1),
            ("D", 2013, "absent", True, False, 0),
            ("E", 2014, "not_reported", True, False, 0),
            ("G", None, "not_extracted", False, False, 0),
        ],
    ),
    Case(
        "papers_by_state",
        {"influence_id": "draft:tea", "reports": True},
        "paper_id state looked_for",
        [("E", "unclear", False)],
    ),
    Case("papers_by_state", {"influence_id": "training", "looked_for": True, "reports": False}, "paper_id", ["D", "E"]),
    Case("papers_by_state", {"influence_id": "training", "state": "absent"}, "paper_id", ["D"]),
    Case("papers_by_state", {"influence_id": "training", "after": "C", "limit": 2}, "paper_id", ["D", "E"]),
    Case(
        "papers_not_reporting",
        {"influence_id": "training"},
        "paper_id title year state",
        [("G", "Paper G", None, "not_extracted"), ("E", "Paper E", 2014, "not_reported")],
    ),
    Case(
        "papers_not_reporting", {"influence_id": "culture", "state": "not_reported", "limit": 2}, "paper_id", ["B", "C"]
    ),
    Case("papers_not_reporting", {"influence_id": "support", "state": "not_reported"}, "paper_id", []),
    Case(
        "influences_in_setting",
        {"setting_id": CLINIC},
        "influence_id papers facilitator_studies barrier_studies mixed_studies",
        [("training", 3, 2, 1, 0), ("culture", 2, 0, 0, 1)],
    ),
    Case(
        "influences_in_setting",
        {"setting_id": WARD, "limit": 2},
        "influence_id name papers barrier_studies",
        [("culture", "Culture", 1, 0), ("draft:tea", "Tea", 1, 0)],
    ),
    Case(
        "settings_of_influence",
        {"influence_id": "training"},
        "setting_id direction papers studies findings",
        [(CLINIC, "barrier", 1, 1, 1), (CLINIC, "facilitator", 3, 2, 3)],
    ),
    Case(
        "settings_of_influence",
        {"influence_id": "culture", "limit": 1},
        "setting direction papers",
        [("Clinic", "mixed", 1)],
    ),
    Case("directions_by_setting", {"influence_id": "training"}, BY_SETTING, [(CLINIC, 3, 1, 0, 0, 0, 0, 2)]),
    Case(
        "directions_by_setting",
        {"influence_id": "culture"},
        BY_SETTING,
        [(CLINIC, 0, 0, 1, 1, 0, 0, 2), (WARD, 0, 0, 0, 1, 0, 0, 1)],
    ),
    Case(
        "directions_by_setting",
        {"influence_id": "draft:tea", "limit": 1},
        "setting kind unclear_papers",
        [("Ward", "service", 1)],
    ),
    Case(
        "coverage",
        {},
        "influence_id setting_id papers studies absent_papers",
        [
            ("culture", CLINIC, 2, 2, 0),
            ("culture", WARD, 1, 1, 0),
            ("draft:tea", WARD, 1, 1, 0),
            ("pay", WARD, 1, 1, 0),
            ("training", CLINIC, 3, 2, 0),
        ],
    ),
    Case("coverage", {"kind": "country"}, "influence_id", []),
    Case(
        "coverage", {"kind": "service", "status": "draft", "limit": 3}, "influence_id setting_id", [("draft:tea", WARD)]
    ),
    Case(
        "co_occurring_pairs",
        {},
        "a_influence_id a_name b_influence_id b_name papers",
        [("culture", "Culture", "training", "Training", 1), ("pay", "Pay", "training", "Training", 1)],
    ),
    Case("co_occurring_pairs", {"least": 2}, "papers", []),
    Case("co_occurring_pairs", {"status": "draft"}, "papers", []),
    Case("co_occurring_pairs", {"status": "active", "limit": 1}, "a_influence_id", ["culture"]),
    Case(
        "partners_of_influence",
        {"influence_id": "training"},
        "partner_id partner papers partner_papers",
        [("culture", "Culture", 1, 2), ("pay", "Pay", 1, 1)],
    ),
    Case(
        "partners_of_influence", {"influence_id": "culture", "limit": 1}, "partner_id partner_papers", [("training", 3)]
    ),
    Case("partners_of_influence", {"influence_id": "role"}, "partner_id", []),
    Case(
        "papers_reporting",
        {"influence_ids": ["training", "culture"]},
        "paper_id title authors year",
        [("A", "Paper A", ["Author A"], 2010)],
    ),
    Case(
        "papers_reporting", {"influence_ids": ["training"], "without_ids": ["culture", "role"]}, "paper_id", ["B", "C"]
    ),
    Case("papers_reporting", {"influence_ids": ["training"], "after": "A", "limit": 1}, "paper_id", ["B"]),
    Case(
        "papers",
        {"status": "excluded"},
        "paper_id title authors year status extracted influences",
        [("F", "Paper F", ["Author F"], 2015, "excluded", True, 0)],
    ),
    Case("papers", {"after": "E"}, "paper_id extracted year", [("F", True, 2015), ("G", False, None)]),
    Case(
        "papers",
        {"source_id": "source:medline"},
        "paper_id status",
        [("A", "included"), ("B", "included"), ("F", "excluded")],
    ),
    Case(
        "sources",
        {},
        "source_id kind provider searched_on hits found_papers included_papers",
        [("source:medline", "database", "Ovid", None, 3, 3, 2), ("source:experts", "expert", None, None, None, 1, 1)],
    ),
    Case("sources", {"limit": 1}, "name", ["MEDLINE"]),
    Case("papers", {"cites_id": "F"}, "paper_id", ["A", "B"]),
    Case("cited_not_screened", {}, "paper_id citing_papers", []),
    Case("cited_not_screened", {"least": 1, "limit": 3}, "paper_id", []),
    Case(
        "related_papers",
        {},
        "paper_id other_id kind by other_status one_study",
        [("A", "G", "preprint", "rules", "included", False), ("B", "C", "companion", "ann", "included", True)],
    ),
    Case("related_papers", {"paper_id": "G"}, "paper_id title", [("A", "Paper A")]),
    Case("related_papers", {"kind": "companion", "limit": 1}, "other_title", ["Paper C"]),
    Case("papers", {"study_id": "S1"}, "paper_id influences", [("B", 1), ("C", 2)]),
    Case("papers", {"limit": 2}, "paper_id influences findings language", [("A", 2, 3, None), ("B", 1, 1, None)]),
    Case(
        "studies",
        {},
        "study_id papers design",
        [("S1", 2, None), ("SA", 1, None), ("SD", 1, None), ("SE", 1, None), ("SF", 1, None), ("SG", 1, None)],
    ),
    Case("studies", {"setting_id": WARD}, "study_id", ["S1", "SD", "SE"]),
    Case("studies", {"after": "SD", "limit": 2}, "study_id", ["SE", "SF"]),
    Case(
        "settings",
        {},
        "setting_id name kind country studies papers findings",
        [
            (X, "X", "country", None, 0, 0, 0),
            (CLINIC, "Clinic", "service", "X", 4, 4, 6),
            (WARD, "Ward", "service", "X", 3, 3, 3),
        ],
    ),
    Case("settings", {"kind": "service", "limit": 1}, "name", ["Clinic"]),
    Case(
        "codebook_tree",
        {},
        "influence_id parent_id level own_papers rolled_up_papers",
        [
            ("culture", None, 0, 2, 2),
            ("draft:tea", None, 0, 1, 1),
            ("pay", None, 0, 1, 1),
            ("role", None, 0, 0, 0),
            ("support", None, 0, 0, 3),
            ("training", "support", 1, 3, 3),
        ],
    ),
    Case("codebook_tree", {"status": "retired"}, "influence_id", []),
    Case("codebook_tree", {"status": "active", "limit": 2}, "influence_id", ["culture", "pay"]),
    Case(
        "cited_figures",
        {},
        "cited_figure_id label papers of_papers studies percentage basis citation influence_id",
        [("cited:1", "Training", 22, 53, None, "42 %", "stated", "Somebody 2020", "training")],
    ),
    Case("cited_figures", {"limit": 1}, "label", ["Training"]),
    Case(
        "mappings",
        {},
        "influence_id construct kind author reason",
        [
            ("culture", "macro", "narrower", "ann", "ann says narrower"),
            ("culture", "meso", "close", "ann", "ann says close"),
            ("pay", "macro", "broader", "ann", "ann says broader"),
            ("role", None, "none", "ann", "ann says none"),
            ("training", "meso", "exact", "ann", "ann says exact"),
            ("training", "micro", "narrower", "bob", "bob says narrower"),
        ],
        sorted=False,
    ),
    Case("mappings", {"kind": "none", "after": "", "limit": 1}, "influence_id", ["role"]),
    Case("mappings", {"construct_id": level("macro"), "counted": True}, "influence_id", ["culture"]),
    Case("mappings", {"influence_id": "role"}, "construct_id kind", [(None, "none")]),
    Case("mappings", {"construct_id": level("macro")}, "influence_id", ["culture", "pay"], sorted=False),
    Case("mappings", {"framework": "TDF 2012"}, "influence_id", []),
    Case(
        "mapping_disagreements",
        {},
        "influence_id construct kind author alike_authors authors",
        [("training", "meso", "exact", "ann", 1, 2), ("training", "micro", "narrower", "bob", 1, 2)],
        sorted=False,
    ),
    Case("mapping_disagreements", {"framework": "TDF 2012"}, "author", []),
    Case("mapping_disagreements", {"limit": 1}, "author", ["ann"]),
    Case("constructs", {"limit": 1}, "construct", ["macro"]),
    Case("papers_of_construct", {"construct_id": level("micro"), "limit": 1}, "paper_id", ["A"]),
    Case("influences_not_mapped", {"framework": "levels", "limit": 1}, "influence_id", ["draft:tea"]),
    Case(
        "constructs",
        {"framework": "levels"},
        "construct belongs_to influences papers",
        [("macro", None, 1, 2), ("meso", "service", 2, 4), ("micro", "service", 1, 3), ("service", None, 0, None)],
    ),
    Case(
        "papers_of_construct",
        {"construct_id": level("meso")},
        "paper_id influence_id direction findings",
        [
            ("A", "culture", "mixed", 1),
            ("A", "training", "mixed", 2),
            ("B", "training", "facilitator", 1),
            ("C", "training", "facilitator", 1),
            ("D", "culture", "neutral", 2),
        ],
        sorted=False,
    ),
    Case(
        "influences_not_mapped",
        {"framework": "levels"},
        "influence_id papers none_authors",
        [("draft:tea", 1, 0), ("role", 0, 1), ("support", 0, 0)],
    ),
    Case(
        "findings_of_paper",
        {"paper_id": "A"},
        "finding_id direction setting passages counted",
        [
            (_line(1), "facilitator", "Clinic", 2, True),
            (_line(2), "barrier", "Clinic", 1, True),
            (_line(3), "mixed", "Clinic", 1, True),
        ],
        sorted=False,
    ),
    Case(
        "findings_of_paper",
        {"paper_id": "D"},
        "finding_id influence_id setting_id setting_shared passages",
        [
            (_line(7), "culture", CLINIC, True, 1),
            (_line(8), "culture", WARD, True, 1),
            (_line(9), "training", None, False, 1),
        ],
        sorted=False,
    ),
    Case(
        "findings_of_paper",
        {"paper_id": "E", "limit": 2},
        "influence_id assertion counted study_id",
        [("draft:tea", "finding", True, "SE"), ("training", "recommendation", False, "SE")],
    ),
    Case("findings_of_paper", {"paper_id": "G"}, "finding_id", []),
    Case("findings_of_paper", {"paper_id": "B"}, "time_point reported inverted", [("before", None, False)]),
    Case(
        "findings_without_verified_passage",
        {},
        "finding_id paper_id influence_id direction counted notes",
        [(_line(10), "E", "training", "facilitator", False, 1), (_line(11), "E", "draft:tea", "unclear", True, 1)],
        sorted=False,
    ),
    Case("findings_without_verified_passage", {"limit": 1}, "paper_id", ["E"]),
    Case(
        "passages_behind",
        {"influence_id": "training"},
        "paper_id finding_id quote",
        [
            ("A", _line(1), "A says facilitator of training, 0"),
            ("A", _line(1), "A says facilitator of training, 1"),
            ("A", _line(2), "A says barrier of training, 0"),
            ("B", _line(4), "B says facilitator of training, 0"),
            ("C", _line(5), "C says facilitator of training, 0"),
        ],
        sorted=False,
    ),
    Case(
        "passages_behind",
        {"influence_id": "training", "direction": "absent"},
        "paper_id setting_id quote kind",
        [("D", None, "D says absent of training, 0", "cell")],
    ),
    Case(
        "passages_behind",
        {"influence_id": "training", "uncounted": True},
        "paper_id",
        ["A", "A", "A", "B", "C", "E", "F"],
    ),
    Case("passages_behind", {"influence_id": "training", "state": "mixed"}, "paper_id", ["A", "A", "A"]),
    Case("passages_behind", {"influence_id": "training", "state": "facilitator"}, "paper_id", ["B", "C"]),
    Case("passages_behind", {"influence_id": "training", "state": "absent"}, "paper_id", ["D"]),
    Case("passages_behind", {"influence_id": "training", "state": "barrier"}, "paper_id", []),
    Case("passages_behind", {"influence_id": "support"}, "paper_id", []),
    Case(
        "passages_behind",
        {"branch_id": "support"},
        "paper_id influence_id",
        [("A", "training"), ("A", "training"), ("A", "training"), ("B", "training"), ("C", "training")],
    ),
    Case(
        "passages_behind",
        {"setting_id": WARD},
        "paper_id influence_id direction kind",
        [("C", "pay", "barrier", "cell"), ("D", "culture", "neutral", "cell"), ("E", "draft:tea", "unclear", "note")],
    ),
    Case(
        "passages_behind",
        {"study_id": "S1"},
        "paper_id influence_id",
        [("B", "training"), ("C", "pay"), ("C", "training")],
        sorted=False,
    ),
    Case(
        "passages_behind",
        {"paper_id": "D"},
        "setting_id quote cell",
        [(CLINIC, "D says neutral of culture, 0", "B9"), (WARD, "D says neutral of culture, 0", "B9")],
        sorted=False,
    ),
    Case("passages_behind", {"finding_id": _line(9)}, "paper_id direction", [("D", "absent")]),
    Case("passages_behind", {"finding_id": _line(10)}, "paper_id", []),
    Case(
        "passages_behind",
        {"finding_id": _line(10), "uncounted": True},
        "paper_id study_id direction",
        [("E", "SE", "facilitator")],
    ),
    Case("passages_behind", {"direction": "barrier", "limit": 1}, "paper_id study_id year", [("A", "SA", 2010)]),
    Case("written_pairs", {}, "a_influence_id", []),
    Case("written_pairs", {"influence_id": "training", "limit": 1}, "papers stale", []),
    Case(
        "decisions",
        {},
        "decision_id curator_id suggestion_id verdict status",
        [
            ("e:1", "ann", "s:1", "reject", "agreed"),
            ("e:2", "bob", "s:1", "reject", "agreed"),
            ("e:3", "ann", "s:2", "accept", "conflict"),
            ("e:4", "bob", "s:2", "edit", "conflict"),
            ("e:5", "ann", "s:3", "accept", "adjudicated"),
            ("e:6", "bob", "s:3", "unsure", "adjudicated"),
            ("e:8", "eve", "s:3", "reject", "adjudicated"),
            ("e:7", "bob", "s:4", "unsure", "adjudicated"),
            ("e:8", "eve", "s:4", "reject", "adjudicated"),
            ("e:10", "ann", "s:6", "accept", "conflict"),
            ("e:11", "bob", "s:6", "reject", "conflict"),
            ("e:9", "bob", "s:5", "unsure", "single"),
        ],
    ),
    Case(
        "decisions",
        {"suggestion_id": "s:2", "curator_id": "bob"},
        "paper_id influence_id proposed_direction direction kind quote page passage_id",
        [("A", "pay", "barrier", "mixed", "decision", "s:2 in A", 2, "p:s:2")],
    ),
    Case("decisions", {"kind": "adjudication"}, "decision_id reason", [("e:8", "of another study")] * 2),
    Case("decisions", {"paper_id": "C", "verdict": "accept"}, "decision_id", ["e:5", "e:10"]),
    Case("decisions", {"influence_id": "training", "status": "agreed"}, "decision_id", ["e:1", "e:2"]),
    Case("decisions", {"blind": True}, "decision_id seconds", [("e:1", 4.0), ("e:6", None)]),
    Case("decisions", {"blind": False, "limit": 1}, "decision_id", ["e:2"]),
    Case(
        "curators_progress",
        {},
        "curator_id name role decisions accept_decisions edit_decisions reject_decisions unsure_decisions "
        "blind_decisions conflict_decisions adjudication_decisions papers seconds",
        [
            ("ann", "Ann", "coder", 4, 3, 0, 1, 0, 1, 2, 0, 2, 10.0),
            ("bob", "Bob", "coder", 6, 0, 1, 2, 3, 1, 2, 0, 3, None),
            ("eve", "Eve", "adjudicator", 0, 0, 0, 0, 0, 0, 0, 1, 1, None),
            ("zoe", "Zoe", "coder", 0, 0, 0, 0, 0, 0, 0, 0, 0, None),
        ],
    ),
    Case("curators_progress", {"limit": 1}, "curator_id", ["ann"]),
    Case(
        "conflicting_passages",
        {},
        "suggestion_id paper_id influence_id proposed_direction decisions quote char_start char_end",
        [
            ("s:2", "A", "pay", "barrier", 2, "s:2 in A", 2, 10),
            ("s:6", "C", "training", "barrier", 2, "s:6 in C", 6, 14),
        ],
    ),
    Case("conflicting_passages", {"paper_id": "C", "limit": 5}, "suggestion_id", ["s:6"]),
    Case("conflicting_passages", {"influence_id": "pay"}, "suggestion_id", ["s:2"]),
    Case(
        "undecided_passages",
        {},
        "paper_id influence_id phrase kind quote",
        [("E", "draft:tea", "Tea", "note", "E says unclear of draft:tea, 0")],
    ),
    Case("undecided_passages", {"paper_id": "A", "limit": 3}, "passage_id", []),
    Case("undecided_passages", {"influence_id": "draft:tea"}, "paper_id", ["E"]),
    Case(
        "instruments",
        {"limit": 5},
        "instrument_id languages scale_high kept_items dropped_items",
        [(FORM, ["en"], 5.0, 2, 1), (PLANNED, None, None, 0, 0)],
    ),
    Case(
        "items",
        {"instrument_id": FORM, "limit": 9},
        "item position influence_id reverse status reason",
        [
            ("t1", 1, "training", False, "kept", None),
            ("x", 2, None, True, "kept", None),
            ("p1", 3, "pay", None, "dropped", "too long"),
        ],
    ),
    Case("items", {"influence_id": "pay"}, "item", ["p1"]),
    Case("items", {"status": "kept"}, "item", ["t1", "x"]),
    Case(
        "ratings",
        {"instrument_id": FORM, "limit": 9},
        "rating_id rated influence_id item setting_id respondents mean why_not",
        [
            ("r:1", "item", "training", "t1", None, 12, 2.5, None),
            ("r:2", "influence", "training", None, CLINIC, 6, 1.5, None),
            ("r:3", "influence", "training", None, None, None, None, FEW),
            ("r:4", "measure", None, None, None, 12, 3.0, None),
            ("r:5", "influence", "pay", None, CLINIC, 6, 4.5, None),
        ],
    ),
    Case("ratings", {"setting_id": CLINIC}, "rating_id", ["r:2", "r:5"]),
    Case("ratings", {"influence_id": "training"}, "rating_id", ["r:1", "r:2", "r:3"]),
    Case("ratings", {"item_id": ITEM}, "rating_id", ["r:1"]),
    Case("ratings", {"rated": "measure"}, "rating_id", ["r:4"]),
    Case("ratings", {"group_kind": "role"}, "rating_id shown", [("r:3", False)]),
    Case("ratings", {"wave": "2"}, "rating_id", ["r:3"]),
    Case(
        "survey_figures",
        {"limit": 9},
        "figure_id method value respondents refused",
        [
            ("sf:1", "cronbach_alpha", 0.8, 12, None),
            ("sf:3", "icc_1", None, None, "one site cannot support it"),
            ("sf:2", "htmt", 0.9, 12, None),
        ],
    ),
    Case("survey_figures", {"analysis": "sites"}, "figure_id", ["sf:3"]),
    Case("survey_figures", {"method": "htmt", "instrument_id": FORM}, "figure_id", ["sf:2"]),
    Case("survey_figures", {"influence_id": "training"}, "figure_id", ["sf:1", "sf:2"]),
    Case(
        "reported_often_rated_low",
        {"setting_id": CLINIC},
        "influence_id mean reporting_looked_for_papers looked_for_papers rating_id",
        [("training", 1.5, 3, 5, "r:2")],
    ),
    Case("reported_often_rated_low", {"often": 0.2, "part": 0.9, "limit": 9}, "influence_id", ["pay", "training"]),
    Case(
        "rated_high_seldom_studied",
        {"setting_id": CLINIC},
        "influence_id mean reporting_looked_for_papers looked_for_papers rating_id",
        [("pay", 4.5, 1, 5, "r:5")],
    ),
    Case("rated_high_seldom_studied", {"seldom": 0.6, "part": 0.9, "limit": 9}, "influence_id", ["pay", "training"]),
]
IDS = [f"{case.query} {case.given}" for case in CASES]


def _tables() -> GraphTables:
    return with_small_survey(with_small_decisions(small_tables()))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with embedded(_tables(), tmp_path_factory.mktemp("small")) as database:
        yield database


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, neo4j_config: Config) -> Iterator[Pair]:
    with side_by_side(_tables(), tmp_path_factory.mktemp("pair"), neo4j_config) as built:
        yield built


def _answered(database: Database, case: Case) -> list[Any]:
    names = case.columns.split()
    found = [tuple(row[name] for name in names) for row in answers(database, queries()[case.query], case.given)]
    return [row[0] for row in found] if len(names) == 1 else found


def _expect(found: list[Any], case: Case) -> None:
    if case.sorted:
        assert found == case.rows
    else:
        assert sorted(found, key=repr) == sorted(case.rows, key=repr)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_embedded_engine_answers_as_worked_out_by_hand(small: Database, case: Case) -> None:
    _expect(_answered(small, case), case)


@pytest.mark.neo4j
def test_server_answers_as_worked_out_by_hand(pair: Pair) -> None:
    for case in CASES:
        _expect(_answered(pair.server, case), case)


def test_cases_use_every_parameter_and_every_query() -> None:
    used = {(case.query, name) for case in CASES for name in case.given}
    assert {(query.name, p.name) for query in queries().values() for p in query.parameters} - used == set()
    assert {case.query for case in CASES} == set(queries())


@pytest.mark.neo4j
def test_engines_give_the_same_answers_to_every_parameter(pair: Pair) -> None:
    """Values, types and order; every choice of every parameter."""
    assert compare(pair.embedded, pair.server) == []
    for query in queries().values():
        for given in questions(pair.embedded, query, most=9):
            left, right = answers(pair.embedded, query, given), answers(pair.server, query, given)
            assert typed(left) == typed(right), (query.name, given)


def test_every_figure_opens_to_exactly_what_it_counts(small: Database) -> None:
    seen = 0
    lists: dict[str, list[Row]] = {}  # many figures open the same list

    def opened(name: str, given: dict[str, object]) -> list[Row]:
        asked = repr((name, given))
        if asked not in lists:
            lists[asked] = ask(small, name, {**given, "limit": 10_000}).rows
        return lists[asked]

    for query in queries().values():
        for given in questions(small, query, most=3) if query.opens else []:
            answer = ask(small, query.name, given)
            figures = [(row, opening) for row in answer.rows for opening in query.opens]
            for row, opening in figures:
                if row[opening.column] is None:
                    continue
                behind = opened(opening.query, opened_by(answer, row, opening))
                unit = UNITS[opening.column.rsplit("_", 1)[-1]]
                assert len({one[unit] for one in behind}) == row[opening.column], (query.name, row, opening)
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("rule", ["facilitator", "barrier", "unclear"])
def test_figures_open_under_every_rule_for_a_paper_with_both(tmp_path: Path, rule: str) -> None:
    with embedded(small_tables(paper_with_both=rule), tmp_path / "r") as database:
        answer = ask(database, "influence_directions", {})
        row = next(row for row in answer.rows if row["influence_id"] == "training")
        expected = {"facilitator": 2, "barrier": 0, "mixed": 0, "unclear": 0}
        expected[rule] += 1
        assert {name: row[f"{name}_papers"] for name in expected} == expected
        opening = next(o for o in queries()["influence_directions"].opens if o.column == f"{rule}_papers")
        behind = ask(database, opening.query, opened_by(answer, row, opening))
        assert len({one["paper_id"] for one in behind.rows}) == expected[rule]


@pytest.mark.neo4j
def test_second_build_changes_nothing_on_either_engine(pair: Pair, tmp_path: Path, neo4j_config: Config) -> None:
    build(_tables(), tmp_path, EMBEDDED)
    assert not build(_tables(), tmp_path, EMBEDDED).changed
    assert not build(_tables(), tmp_path, neo4j_config).changed
    assert compare(pair.embedded, pair.server) == []
