"""The report's own rules: which passages illustrate, what is unknown, which judgements are read. Hand-made rows."""

from __future__ import annotations

import pytest
from decided_graph import decided_tables

from graph.errors import CodebookError
from synthesis.report import Besides, report, shown_influences
from synthesis.report_cerqual import COMPONENTS, NOT_JUDGED, read_judgements, soqf_table
from synthesis.report_findings import FINDINGS, PASSAGES, illustrations
from synthesis.report_model import Row, Table
from synthesis.report_papers import label

WHERE = dict.fromkeys((column.name for column in PASSAGES), None)


def found(id_: str, paper: str, direction: str, influence: str = "pay") -> Row:
    return {"finding_id": id_, "influence_id": influence, "paper_id": paper, "direction": direction}


def stands(finding: str, passage: str, kind: str) -> Row:
    return {**WHERE, "finding_id": finding, "passage_id": passage, "kind": kind, "quote": passage}


def chosen(findings: list[Row], passages: list[Row], most: int) -> list[object]:
    tables = [Table("f", FINDINGS, findings, "finding", ""), Table("p", PASSAGES, passages, "passage", "")]
    return [row["passage_id"] for row in illustrations(tables[0], tables[1], most).get("pay", ())]


def test_quotes_come_before_paraphrases_and_those_before_cells() -> None:
    findings = [found("1", "A", "barrier"), found("2", "B", "barrier"), found("3", "C", "barrier")]
    passages = [stands("1", "cell", "cell"), stands("2", "note", "note"), stands("3", "text", "text")]
    assert chosen(findings, passages, 3) == ["text", "note", "cell"]
    assert chosen(findings, passages, 1) == ["text"]
    assert chosen(findings, passages, 0) == []


def test_every_paper_comes_once_before_any_twice_and_directions_in_turn() -> None:
    findings = [
        found("1", "A", "barrier"),
        found("2", "B", "barrier"),
        found("3", "A", "facilitator"),
        found("4", "C", "facilitator"),
    ]
    passages = [stands(row["finding_id"], f"p{row['finding_id']}", "text") for row in findings]  # type: ignore[arg-type]
    # A hinders, C helps, B hinders; only then A again.
    assert chosen(findings, passages, 4) == ["p1", "p4", "p2", "p3"]


def test_passage_behind_two_findings_illustrates_once() -> None:
    findings = [found("1", "A", "barrier"), found("2", "A", "barrier")]
    assert chosen(findings, [stands("1", "p", "text"), stands("2", "p", "text")], 5) == ["p"]


def test_report_of_decided_graph_is_the_table_in_its_docstring() -> None:
    made = report(decided_tables(), Besides("1.2.3", pending=4), quotes=2)
    values = {name: one.value for name, one in made.figures.items()}
    assert {name: many for name, many in values.items() if name.startswith("findings")} == {
        "findings": 8,
        "findings_absent": 0,
        "findings_stored": 0,
        "findings_by_single": 3,
        "findings_by_agreed": 1,
        "findings_by_adjudicated": 1,
        "findings_by_table": 2,
        "findings_by_table_and_single": 1,
        "findings_unclear": 0,
        "findings_nowhere": 8,
        "findings_unquoted": 2,
    }
    assert (values["papers"], values["papers_not_extracted"], values["decisions"]) == (3, 0, 7)
    assert (values["curators"], values["pending"], values["passages_text"]) == (3, 4, 6)
    unknown = {row["what"]: (row["count"], row["of"]) for row in made.tables["unknown"].rows}
    assert unknown["Double-coded candidates not yet decided on by all"] == (4, None)
    assert unknown["Findings that name no setting"] == (8, 8)
    assert "Included papers of no stated round of extraction" not in unknown
    assert made.tables["entreq"].rows[14]["known"] == "narragraph 1.2.3."
    assert made.tables["entreq"].rows[0]["known"] == "Nothing of it is recorded in this review."


@pytest.mark.parametrize("table", ["swim", "entreq"])
def test_checklist_says_of_every_item_what_is_known(table: str) -> None:
    rows = report(decided_tables(), Besides("1"), quotes=0).tables[table].rows
    assert all(row["known"] and "{" not in str(row["known"]) for row in rows)
    assert sum(row["to_write"] is None for row in rows) == 1, "but for one item a person has to write"


def test_judgements_are_read_as_people_write_them() -> None:
    text = "overall, influence_id ,explanation\r\nVery Low,pay;training,thin\r\n\r\nnot judged,pay,\r\n"
    first, second = read_judgements(text, ["pay", "training"])
    assert (first.influence_ids, first.overall, first.explanation) == (("pay", "training"), "very low", "thin")
    assert set(first.components.values()) == {NOT_JUDGED}
    assert (second.overall, second.finding) == (NOT_JUDGED, None)


def test_empty_judgements_are_an_error_or_nothing() -> None:
    with pytest.raises(CodebookError, match="the column influence_id is missing"):
        read_judgements("", ["pay"])
    assert read_judgements("influence_id\n", ["pay"]) == ()


def test_absent_findings_contribute_to_no_summarised_finding() -> None:
    influences = [{"influence_id": "pay", "name": "Pay", "status": "active", "papers": 1}]
    rows = [{**found("1", "A", "absent"), "paper": "A"}, {**found("2", "B", "barrier"), "paper": "B"}]
    (row,) = soqf_table((), influences, rows).rows
    assert (row["papers"], row["contributing"], row["labels"]) == (1, ["B"], ["B"])
    assert {row[name] for name in COMPONENTS} == {NOT_JUDGED}


def test_drafts_come_after_the_codebook_and_not_all() -> None:
    rows: list[Row] = [{"influence_id": f"draft:{n}", "status": "draft"} for n in range(40)]
    rows.append({"influence_id": "pay", "status": "active"})
    shown = shown_influences(rows)
    assert (shown[0], shown[1], len(shown)) == ("pay", "draft:0", 31)


@pytest.mark.parametrize(
    ("authors", "title", "year", "said"),
    [
        (["Moran G", "Russinova Z"], "Challenges", 2013, "Moran G et al. (2013)"),
        (["Moran G"], "Challenges", 2013, "Moran G (2013)"),
        (None, "Moran 2013", 2013, "Moran 2013"),
        (None, "Gillard 2014a", 2014, "Gillard 2014a"),
        (None, "A study", None, "A study"),
        ([], None, 2001, "paper:1 (2001)"),
    ],
)
def test_paper_is_called_what_people_call_it(authors: list[str] | None, title: str, year: int, said: str) -> None:
    assert label({"id": "paper:1", "authors": authors, "title": title, "year": year}) == said
