"""Codebook changes over a base: each kind, its undoing, a new base, and hand edits that cross a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from deciding import entries, id_of
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.checks import check_draft
from curation.codebook import fold_codebook
from curation.entries import Body, Change, CodebookChange, Draft, Freeze, PhraseChange, Undo
from curation.fold import fold
from curation.preview import Shift, preview
from graph.codebook_rows import CodebookRows, InfluenceRow
from graph.errors import CodebookError, DecisionRefused
from graph.model import InfluenceStatus

BASE = CodebookRows(
    {
        row.id: row
        for row in (
            InfluenceRow("training", "Training"),
            InfluenceRow("courses", "Courses", "training"),
            InfluenceRow("pay", "Pay"),
        )
    },
    {"low wages": "pay"},
    "v1",
)
RENAME = CodebookChange(Change.RENAME, "pay", "v1", {"name": "Pay"}, {"name": "Pay and benefits"})
MOVE = CodebookChange(Change.MOVE, "courses", "v1", {"parent_id": "training"}, {"parent_id": None})
MERGE = CodebookChange(Change.MERGE, "courses", "v1", {"name": "Courses"}, into="training")
SPLIT = CodebookChange(
    Change.SPLIT,
    "training",
    "v1",
    made=(InfluenceRow("initial", "Initial training"), InfluenceRow("later", "Refreshers")),
)
ADD = CodebookChange(Change.ADD, "time", "v1", made=(InfluenceRow("time", "Time", "pay"),))
RETIRE = CodebookChange(Change.RETIRE, "pay", "v1")
PHRASE = PhraseChange("No  Time", "pay", None, "v1")


def _after(*bodies: Body, base: CodebookRows = BASE) -> tuple[CodebookRows, tuple[CodebookError, ...]]:
    return fold_codebook(base, fold(entries(*(("eve", body) for body in bodies))).changes)


def _rows(*bodies: Body, base: CodebookRows = BASE) -> CodebookRows:
    rows, errors = _after(*bodies, base=base)
    assert not errors, errors
    return rows


def test_without_changes_the_base_stands() -> None:
    assert _rows() is BASE


def test_rename_keeps_the_id_and_the_old_name_leads_to_it() -> None:
    base = replace(BASE, influences={**BASE.influences, "sup": InfluenceRow("sup", "Supervision")})
    rows = _rows(CodebookChange(Change.RENAME, "sup", "v1", {"name": "Supervision"}, {"name": "Guidance"}), base=base)
    assert rows.influences["sup"].name == "Guidance"
    assert rows.other_names == {"supervision": "sup"}
    assert rows.version != base.version


def test_move_puts_an_influence_elsewhere_in_the_tree() -> None:
    assert _rows(MOVE).influences["courses"].parent_id is None


def test_merge_takes_phrases_names_and_children_along() -> None:
    phrase = PhraseChange("workshops", "courses", None, "v1")
    child = CodebookChange(Change.ADD, "evening", "v1", made=(InfluenceRow("evening", "Evening courses", "courses"),))
    rows = _rows(phrase, child, MERGE)
    assert "courses" not in rows.influences
    assert rows.moved == {"courses": "training"}
    assert rows.other_names == {"courses": "training"}
    assert rows.phrases["workshops"] == "training"
    assert rows.influences["evening"].parent_id == "training"


def test_merge_of_a_parent_into_its_child_makes_no_circle() -> None:
    rows = _rows(CodebookChange(Change.MERGE, "training", "v1", into="courses"))
    assert rows.influences["courses"].parent_id is None


def test_merge_of_what_was_merged_into_leads_on() -> None:
    rows = _rows(MERGE, CodebookChange(Change.MERGE, "training", "v1", into="pay"))
    assert rows.moved == {"courses": "pay", "training": "pay"}
    assert rows.other_names == {"courses": "pay", "training": "pay"}


def test_split_retires_the_old_one_and_its_parts_come_later() -> None:
    rows = _rows(SPLIT)
    assert rows.influences["training"].status is InfluenceStatus.RETIRED
    assert rows.later == {"initial", "later"}


def test_add_and_retire() -> None:
    rows = _rows(ADD, RETIRE)
    assert rows.influences["time"].parent_id == "pay"
    assert rows.later == {"time"}
    assert rows.influences["pay"].status is InfluenceStatus.RETIRED


def test_phrase_is_assigned_folded_and_given_back() -> None:
    assert _rows(PHRASE).phrases == {"low wages": "pay", "no time": "pay"}
    assert _rows(PHRASE, PhraseChange("no time", None, "pay")).phrases == {"low wages": "pay"}
    assert _rows(PhraseChange("low wages", "training", "pay", "v1")).phrases == {"low wages": "training"}


@pytest.mark.parametrize("body", [RENAME, MOVE, MERGE, SPLIT, ADD, RETIRE, PHRASE], ids=lambda body: str(body)[:40])
def test_undone_change_leaves_no_trace(body: Body) -> None:
    changes = fold(entries(("eve", body), ("eve", Undo(id_of("eve", 1))))).changes
    assert fold_codebook(BASE, changes) == (BASE, ())
    check_draft(Draft("eve", "pc", "k", body))


@pytest.mark.parametrize("body", [RENAME, MOVE, MERGE, SPLIT, ADD, RETIRE, PHRASE], ids=lambda body: str(body)[:40])
def test_base_written_anew_from_the_result_changes_nothing_more(body: Body) -> None:
    """What `codebook freeze` writes: the rows as they are after the change, with the entry still in the ledger."""
    once = _rows(body)
    frozen = CodebookRows(once.influences, once.phrases, "v2")
    again = _rows(body, base=frozen)
    assert replace(again, version=None) == replace(once, version=None)


@pytest.mark.parametrize(
    ("body", "base", "values"),
    [
        (RENAME, {"pay": InfluenceRow("pay", "Wages")}, ('"Pay and benefits"', '"Pay"', '"Wages"')),
        (MOVE, {"courses": InfluenceRow("courses", "Courses", "pay")}, ("nothing", '"training"', '"pay"')),
        (MERGE, {"courses": InfluenceRow("courses", "Lessons", "training")}, ('"Courses"', '"Lessons"')),
        (ADD, {"time": InfluenceRow("time", "Hours")}, ('"Time"', '"Hours"')),
    ],
)
def test_hand_edit_that_crosses_a_change_is_told_with_both_values(
    body: Body, base: dict[str, InfluenceRow], values: Sequence[str]
) -> None:
    edited = replace(BASE, influences={**BASE.influences, **base}, version="v2")
    _, errors = _after(body, base=edited)
    assert len(errors) == 1
    assert all(value in str(errors[0]) for value in values), str(errors[0])
    assert str(errors[0]).startswith("decisions/eve/laptop.jsonl, line 1: ")


def test_phrase_that_was_assigned_by_hand_meanwhile_is_told() -> None:
    _, errors = _after(PHRASE, base=replace(BASE, phrases={"no time": "training"}))
    assert 'made the phrase "No  Time" "pay" where it had seen nothing' in str(errors[0])
    assert 'says "training"' in str(errors[0])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (CodebookChange(Change.RENAME, "pay", None, {"name": "Pay"}, {"name": "training"}), "is the name of training"),
        (CodebookChange(Change.MOVE, "training", None, {"parent_id": None}, {"parent_id": "courses"}), "narrower"),
        (CodebookChange(Change.RETIRE, "trainin"), 'Did you mean "training"'),
        (CodebookChange(Change.MERGE, "pay", into="wages"), "does not have"),
        (CodebookChange(Change.ADD, "x", made=(InfluenceRow("x", "Pay"),)), "pay has already"),
        (CodebookChange(Change.ADD, "x", made=(InfluenceRow("x", "X", "nowhere"),)), "does not have"),
        (PhraseChange("Pay", "training"), "is the name of pay"),
        (PhraseChange("hours", "tim"), "does not have"),
    ],
)
def test_change_that_cannot_be_made_is_told(body: Body, said: str) -> None:
    rows, errors = _after(body)
    assert len(errors) == 1
    assert said in str(errors[0])
    assert rows.influences == BASE.influences


@pytest.mark.parametrize(
    "body",
    [
        CodebookChange(Change.RENAME, "pay", None, {"name": "Pay"}, {"name": " "}),
        CodebookChange(Change.RENAME, "pay", None, {}, {"name": "X"}),
        CodebookChange(Change.MERGE, "pay", into="pay"),
        CodebookChange(Change.SPLIT, "pay", made=(InfluenceRow("a", "A"),)),
        CodebookChange(Change.ADD, "b", made=(InfluenceRow("a", "A"),)),
        CodebookChange(Change.RETIRE, "b", into="a"),
    ],
)
def test_change_that_contradicts_itself_is_refused(body: CodebookChange) -> None:
    with pytest.raises(DecisionRefused):
        check_draft(Draft("eve", "pc", "k", body))


@given(st.lists(st.sampled_from([RENAME, MOVE, MERGE, SPLIT, ADD, RETIRE, PHRASE]), unique_by=id))
def test_any_changes_leave_a_codebook_that_holds_together(bodies: list[Body]) -> None:
    rows, _ = _after(*bodies)
    assert all(row.parent_id is None or row.parent_id in rows.influences for row in rows.influences.values())
    leads_to = [*rows.moved.values(), *rows.other_names.values(), *rows.phrases.values()]
    assert set(leads_to) <= rows.influences.keys()
    for row in rows.influences.values():
        seen, at = {row.id}, row.parent_id
        while at:
            assert at not in seen, "a circle"
            seen.add(at)
            at = rows.influences[at].parent_id


MENTIONS = [("A", "training", 2), ("A", "courses", 1), ("B", "courses", 1), ("B", "pay", 1), ("C", "pay", 3)]


def test_preview_of_a_merge_says_what_moves() -> None:
    said = preview(MERGE, MENTIONS)
    assert said.shifts == (Shift("courses", 2, 0, 1, None), Shift("training", 1, 2, 3, 1))
    assert (said.findings, said.papers, said.pairs_before, said.pairs_after) == (2, 2, 2, 1)
    assert not said.review_again


def test_preview_of_a_split_says_what_is_to_be_read_again() -> None:
    said = preview(replace(SPLIT, influence_id="pay"), MENTIONS)
    assert (said.shifts, said.findings, said.papers, said.review_again) == ((), 4, 2, True)


@pytest.mark.parametrize("change", [RENAME, MOVE, RETIRE, ADD])
def test_preview_of_other_changes_moves_nothing(change: CodebookChange) -> None:
    said = preview(change, MENTIONS)
    assert (said.shifts, said.findings, said.review_again) == ((), 0, False)


# A base that was frozen


NAMES = ("Pay", "Wages", "Training", "Courses", "Time", "Rest")


def _valid(choices: list[tuple[str, int, int, str]]) -> list[Body]:
    """Changes as a curator makes them one after another, each seeing what the ones before it came to."""
    made: list[Body] = []
    for kind, one, other, name in choices:
        rows = _rows(*made)
        ids = sorted(rows.influences)
        row, second = rows.influences[ids[one % len(ids)]], ids[other % len(ids)]
        body: Body
        match kind:
            case "rename":
                body = CodebookChange(Change.RENAME, row.id, None, {"name": row.name}, {"name": name})
            case "move":
                was, now = {"parent_id": row.parent_id}, {"parent_id": second if other % 3 else None}
                body = CodebookChange(Change.MOVE, row.id, None, was, now)
            case "merge":
                body = CodebookChange(Change.MERGE, row.id, None, {"name": row.name}, into=second)
            case "split":
                parts = tuple(InfluenceRow(f"{row.id}-{len(made)}{n}", f"{row.name} {len(made)} {n}") for n in (1, 2))
                body = CodebookChange(Change.SPLIT, row.id, None, {"name": row.name}, made=parts)
            case "add":
                new = InfluenceRow(f"new-{len(made)}", name, second if other % 3 else None)
                body = CodebookChange(Change.ADD, new.id, made=(new,))
            case "retire":
                body = CodebookChange(Change.RETIRE, row.id, None, {"name": row.name})
            case _:
                phrase = ("low wages", "No time")[other % 2]
                body = PhraseChange(phrase, row.id if one % 4 else None, rows.phrases.get(phrase.lower()))
        if not _after(*made, body)[1] and not (kind == "merge" and row.id == second):
            made.append(body)
    return made


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["rename", "rename", "move", "merge", "split", "add", "retire", "phrase"]),
            st.integers(0, 9),
            st.integers(0, 9),
            st.sampled_from(NAMES),
        ),
        max_size=8,
    ),
    st.integers(0, 8),
)
def test_frozen_base_changes_nothing_whatever_was_changed_before_and_after(
    choices: list[tuple[str, int, int, str]], frozen_after: int
) -> None:
    made = _valid(choices)
    wanted = _rows(*made)
    frozen, freeze = _frozen(made[:frozen_after])
    found = _rows(*made[:frozen_after], freeze, *made[frozen_after:], base=frozen)
    assert _told(found) == _told(wanted)
    again, second = _frozen(made, freeze, base=frozen)
    assert _told(_rows(*made, freeze, second, base=again)) == _told(wanted)
    assert _told(_rows(*made, freeze, second)) == _told(wanted), "the old files were restored"


def _frozen(made: list[Body], *freezes: Freeze, base: CodebookRows = BASE) -> tuple[CodebookRows, Freeze]:
    """The files that a freeze writes, and its entry, which is the next after `made` and `freezes`."""
    rows = _rows(*made, *freezes, base=base)
    of = tuple(id_of("eve", number) for number in range(1, len(made) + 1))
    after = f"v{len(freezes) + 2}"
    later = tuple(sorted(rows.later))
    return CodebookRows(rows.influences, rows.phrases, after), Freeze(
        base.version, after, of, rows.moved, rows.other_names, later
    )


def _told(rows: CodebookRows) -> CodebookRows:
    """All but the version, which tells the files."""
    return replace(rows, version=None)


def test_base_that_was_frozen_may_be_edited_by_hand() -> None:
    """Without the entry of the freezing it would be a hand edit that crosses the changes."""
    frozen, freeze = _frozen([RENAME, MERGE])
    edited = replace(
        frozen, version="v9", influences={**frozen.influences, "pay": InfluenceRow("pay", "Income", definition="Money")}
    )
    rows = _rows(RENAME, MERGE, freeze, base=edited)
    assert rows.influences == edited.influences
    assert rows.moved == {"courses": "training"}
    assert _after(RENAME, MERGE, base=edited)[1], "it is told when nobody froze"
