"""The overview and the directions of a graph counted finding by finding in plain Python, under any filter.

Written from docs/model.md and docs/measures.md and not from synthesis/: what both say alike is right twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph.ids import fold
from graph.tables import GraphTables
from graph.wilson import wilson_interval

Row = dict[str, Any]
DIRECTIONS = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent")
OF_SETTINGS, OF_STUDIES = ("country", "income_group", "kind"), ("design", "quality")
OF_FINDINGS = ("viewpoint", "stage", "time_point", "origin")


def _any_of(value: object, wanted: Sequence[str]) -> bool:
    return not wanted or (value is not None and fold(str(value)) in {fold(word) for word in wanted})


class Plain:
    """A graph as dictionaries, only what is counted: included papers, and counted findings with what they hang on."""

    def __init__(self, tables: GraphTables) -> None:
        self.tables = tables
        self.papers = {row["id"]: row for row in self._nodes("Paper") if row["status"] == "included"}
        self.studies = {row["id"]: row for row in self._nodes("Study")}
        self.settings = {row["id"]: row for row in self._nodes("Setting")}
        self.influences = {row["id"]: row for row in sorted(self._nodes("Influence"), key=lambda row: row["id"])}
        paper, study, about, place = (self._pairs(type_) for type_ in ("REPORTS", "FROM", "ABOUT", "IN_SETTING"))
        paper_of, study_of = {end: start for start, end in paper}, dict(study)
        influence_of, place_of = dict(about), dict(place)
        self.findings = [
            {
                **row,
                "paper": paper_of[row["id"]],
                "study": study_of[row["id"]],
                "influence": influence_of[row["id"]],
                "setting": place_of.get(row["id"]),
            }
            for row in self._nodes("Finding")
            if row["counted"]
        ]
        who = {decision: curator for curator, decision in self._pairs("MADE")}
        self.claims: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in tables.edge("CLAIMS").to_pylist():
            self.claims[row["end_id"]].append((who[row["start_id"]], row["state"]))
        rounds, looked = dict(self._pairs("EXTRACTED_IN")), set(self._pairs("LOOKED_FOR"))
        self.looked = {(p, i) for p in self.papers for i in self.influences if (rounds.get(p), i) in looked}
        self.rule = str(self._nodes("Review")[0]["paper_with_both"])

    def _nodes(self, label: str) -> list[Row]:
        found: list[Row] = self.tables.node(label).to_pylist()
        return found

    def _pairs(self, type_: str) -> list[tuple[str, str]]:
        return [(row["start_id"], row["end_id"]) for row in self.tables.edge(type_).to_pylist()]

    def kept(self, where: Sequence[str]) -> tuple[set[str], list[Row], set[str]]:
        """The papers, findings and studies of those papers that a filter keeps."""
        asked: dict[str, list[str]] = defaultdict(list)
        for word in where:
            asked[word.partition("=")[0]].append(word.partition("=")[2])
        places = self._places(asked)
        studies = {
            id_
            for id_, row in self.studies.items()
            if all(_any_of(row[name], asked[name]) for name in OF_STUDIES)
            and (places is None or id_ in self._conducted(places))
        }
        on = [(paper, study) for paper, study in self._pairs("REPORTS_ON") if paper in self.papers and study in studies]
        papers = {
            paper
            for paper, _ in on
            if _any_of(self.papers[paper]["language"], asked["language"]) and self._of_years(paper, asked["year"])
        }
        findings = [
            row
            for row in self.findings
            if row["paper"] in papers
            and row["study"] in studies
            and (places is None or row["setting"] in places)
            and all(_any_of(row[name], asked[name]) for name in OF_FINDINGS)
            and self._rests_on(row, asked)
        ]
        return papers, findings, {study for paper, study in on if paper in papers}

    def _of_years(self, paper: str, spans: Sequence[str]) -> bool:
        if not spans:
            return True
        first, spread, last = spans[-1].partition("..")
        year, low, high = self.papers[paper]["year"], first or "-9999", (last or "9999") if spread else first
        return year is not None and int(low) <= int(str(year)) <= int(high)

    def _places(self, asked: Mapping[str, list[str]]) -> set[str] | None:
        wanted = [self._whole({id_ for id_ in self.settings if id_ in asked["setting"]})] if asked["setting"] else []
        for name in OF_SETTINGS:
            if asked[name]:
                chosen = {
                    id_
                    for id_, row in self.settings.items()
                    if _any_of(row[name], asked[name])
                    or (_any_of(row["kind"], [name.replace("_", " ")]) and _any_of(row["name"], asked[name]))
                }
                wanted.append(self._whole(chosen))
        return set.intersection(*wanted) if wanted else None

    def _whole(self, places: set[str]) -> set[str]:
        more = {part for part, whole in self._pairs("PART_OF") if whole in places} - places
        return self._whole(places | more) if more else places

    def _conducted(self, places: set[str]) -> set[str]:
        there = {study for study, place in self._pairs("CONDUCTED_IN") if place in places}
        return there | {str(row["study"]) for row in self.findings if row["setting"] in places}

    def _rests_on(self, row: Row, asked: Mapping[str, list[str]]) -> bool:
        if not asked["state"] and not asked["curator"]:
            return True
        by_table = row["origin"] == "table" and "table" in asked["state"] and not asked["curator"]
        claims = self.claims[str(row["id"])]
        return by_table or any(_any_of(s, asked["state"]) and _any_of(c, asked["curator"]) for c, s in claims)

    def state(self, said: set[str]) -> str:
        """The one state of a paper or study, of the directions of its findings on an influence."""
        if "mixed" in said:
            return "mixed"
        if {"facilitator", "barrier"} <= said:
            return self.rule
        return next(word for word in ("facilitator", "barrier", "neutral", "unclear", "absent") if word in said)

    def states(self, findings: Sequence[Row], thing: str) -> dict[tuple[str, str], str]:
        """(influence, paper or study) -> its state."""
        said: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in findings:
            said[str(row["influence"]), str(row[thing])].add(str(row["direction"]))
        return {pair: self.state(words) for pair, words in said.items()}

    def branch(self, influence: str) -> set[str]:
        """An influence and all that are narrower."""
        found, more = {influence}, {influence}
        while more:
            more = {child for child, parent in self._pairs("NARROWER_THAN") if parent in more} - found
            found |= more
        return found

    def overview(self, where: Sequence[str], status: str | None) -> list[Row]:
        """The rows of `numbers overview`."""
        papers, findings, _ = self.kept(where)
        reports = [row for row in findings if row["direction"] != "absent"]
        states = self.states(findings, "paper")
        rows = [
            self._row(id_, papers, reports, {paper: state for (on, paper), state in states.items() if on == id_})
            for id_, row in self.influences.items()
            if status is None or row["status"] == status
        ]
        return sorted(rows, key=lambda row: (-int(str(row["papers"])), str(row["influence_id"])))

    def _row(self, id_: str, papers: set[str], reports: Sequence[Row], state: Mapping[str, str]) -> Row:
        own = [row for row in reports if row["influence"] == id_]
        reporting = {str(row["paper"]) for row in own}
        looked = {paper for paper in papers if (paper, id_) in self.looked}
        both, below = len(reporting & looked), self.branch(id_)
        low, high = wilson_interval(both, len(looked)) if looked else (None, None)
        return {
            "influence_id": id_,
            "name": self.influences[id_]["name"],
            "status": self.influences[id_]["status"],
            "papers": len(reporting),
            "studies": len({row["study"] for row in own}),
            "findings": len(own),
            "looked_for_papers": len(looked) or None,
            "reporting_looked_for_papers": both if looked else None,
            "share": both / len(looked) if looked else None,
            "share_low": low,
            "share_high": high,
            **{f"{word}_papers": list(state.values()).count(word) for word in DIRECTIONS},
            "not_reported_papers": len(looked - state.keys()) if looked else None,
            "not_extracted_papers": len(papers - looked - state.keys()),
            "rolled_up_papers": len({row["paper"] for row in reports if row["influence"] in below}),
        }
