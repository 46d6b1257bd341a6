"""What is kept paper by paper equals what all entries come to at once, in whatever order and pieces they arrive."""

from __future__ import annotations

from functools import partial

from deciding import claim, decided, entries, suggestion
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.by_paper import ByPaper
from curation.candidates import Candidate
from curation.entries import (
    Adjudication,
    Assignment,
    Body,
    Change,
    CodebookChange,
    Decision,
    Drawn,
    Entry,
    PhraseChange,
    Undo,
    Verdict,
    entry_id,
)
from curation.fold import State, fold
from curation.held import ALWAYS, EVERY, Held
from curation.known import Known
from curation.ledger import heads
from curation.public import Public
from curation.records import records
from curation.visible import visible_to
from graph.additions import Additions
from graph.database import Row
from graph.difference import Change as Difference
from graph.model import CuratorRole, PaperStatus, Recommendations

PAPERS = ("paper:a", "paper:b", "paper:c")
SHOWN = [
    suggestion(start, start + 20, influence, "barrier", paper)
    for paper in PAPERS
    for start in (0, 10, 40)
    for influence in ("training", "pay")
]
CODERS = ("ann", "bob", "eve")
KNOWN = Known(
    papers=dict.fromkeys(PAPERS[:2], PaperStatus.INCLUDED),  # paper:c is gone from the folder
    studies={paper: (f"study:{paper}",) for paper in PAPERS},
    influences=frozenset({"training", "pay"}),
    settings=frozenset({"setting:service/clinic"}),
    findings=frozenset(),
    recommendations=Recommendations.STORED,
    curators={"ann": CuratorRole.CODER, "zoe": CuratorRole.READER},
)
SETTINGS = (None, "Clinic", "Night shift", "night  SHIFT")


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Up to 14 acts. Undoings and adjudications name any entry at all: others', later ones, and none that is there."""
    many = draw(st.integers(1, 14))
    who = draw(st.lists(st.sampled_from(CODERS), min_size=many, max_size=many))
    ids = [entry_id(name, "laptop", str(number)) for number, name in enumerate(who, start=1)]
    anyone = st.sampled_from([*ids, "e:none"])
    shown = st.sampled_from(SHOWN)
    acts: list[tuple[str, Body]] = []
    for name in who:
        kind = draw(st.sampled_from(["decision"] * 6 + ["undo"] * 2 + ["adjudication"] * 2 + ["assignment", "change"]))
        body: Body
        if kind == "decision":
            place = draw(shown)
            said = claim(
                place.influence_id, draw(st.sampled_from(["barrier", "mixed"])), draw(st.sampled_from(SETTINGS))
            )
            verdict = draw(st.sampled_from(["edit", "edit", "reject", "unsure"]))
            body = decided(place, verdict, *([said] if verdict == "edit" else []))
        elif kind == "undo":
            body = Undo(draw(anyone))
        elif kind == "adjudication":
            named = tuple(draw(st.lists(anyone, min_size=1, max_size=3, unique=True)))
            body = Adjudication(named, Verdict.ACCEPT, "why", (claim("pay", "mixed"),))
        elif kind == "assignment":
            drawn = draw(st.lists(shown, min_size=1, max_size=4, unique_by=lambda one: one.id))
            body = Assignment(
                0.5, 1, 9, tuple(Drawn(one.id, draw(st.sampled_from([CODERS, CODERS[:2]]))) for one in drawn)
            )
        else:
            body = draw(st.sampled_from([PhraseChange("x", "pay"), CodebookChange(Change.RETIRE, "pay")]))
        acts.append((name, body))
    return entries(*acts)


def pieces(draw: st.DrawFn, history: list[Entry]) -> list[list[Entry]]:
    """The entries in pieces, each in ledger order; a reader of several files may meet them in any order."""
    where = draw(st.lists(st.integers(0, 4), min_size=len(history), max_size=len(history)))
    found = [[e for e, piece in zip(history, where, strict=True) if piece == number] for number in range(5)]
    return [piece for piece in found if piece]


class Model:
    """A graph as a dictionary, changed by differences."""

    def __init__(self) -> None:
        self.held: dict[str, dict[tuple[str, ...], Row]] = {name: {} for name in EVERY}

    def apply(self, changed: dict[str, Difference]) -> None:
        for name, found in changed.items():
            rows, key = self.held[name], EVERY[name]
            for row in found.gone:
                del rows[tuple(str(row[part]) for part in key)]
            for row in (*found.made, *found.altered):
                rows[tuple(str(row[part]) for part in key)] = row

    def equals(self, added: Additions) -> bool:
        rows = {**added.nodes, **added.edges}
        return all(
            held == {tuple(str(row[part]) for part in EVERY[name]): row for row in rows.get(name, ())}
            for name, held in self.held.items()
        )


@settings(max_examples=300)
@given(st.data())
def test_what_is_kept_by_paper_equals_what_all_entries_come_to(data: st.DataObject) -> None:
    history = data.draw(histories())
    public, held, model, known = Public(), Held(), Model(), list[Entry]()
    always = {ALWAYS: _now(public, ALWAYS)}
    model.apply(held.changes({}, always, partial(_now, public)))
    held.keep({}, always)
    for piece in pieces(data.draw, history):
        known = sorted([*known, *piece], key=lambda entry: entry.order)
        model.apply(_kept(public, held, piece))
        seen = visible_to(None, known)
        assert public.state == fold(seen)
        assert public.heads() == heads(seen)
        assert model.equals(records(public.state, KNOWN).additions)


@settings(max_examples=150)
@given(st.data())
def test_what_a_curator_sees_of_a_paper_is_what_they_see_of_all(data: st.DataObject) -> None:
    history = data.draw(histories())
    sorted_in = ByPaper()
    for piece in pieces(data.draw, history):
        sorted_in.add(piece)
    for curator in (None, *CODERS):
        whole = fold(visible_to(curator, history))
        for paper in PAPERS:
            seen = visible_to(curator, sorted_in.of(paper), sorted_in.assigned)
            part = fold(seen, sorted_in.assigned)
            assert [c for c in part.candidates if c.paper_id == paper] == [
                c for c in whole.candidates if c.paper_id == paper
            ]
            assert {e.id for e in seen if isinstance(e.body, Decision)} >= {
                e.id
                for e in visible_to(curator, history)
                if isinstance(e.body, Decision) and e.body.suggestion.paper_id == paper
            }


def test_an_act_of_one_paper_touches_no_other() -> None:
    acts: list[tuple[str, Body]] = [("ann", decided(one)) for one in SHOWN]
    history = entries(*acts, ("ann", Undo(entry_id("ann", "laptop", "1"))), ("eve", decided(SHOWN[-1], "reject")))
    public = Public()
    public.take(history[:-2])
    assert public.take(history[-2:-1]).keys() == {"paper:a"}
    assert public.take(history[-1:]).keys() == {"paper:c"}
    assert [len(public.by_paper.about(e.body)) for e in history[-2:]] == [7, 0]


def test_assignment_touches_the_papers_of_what_it_draws() -> None:
    public = Public()
    history = entries(
        ("ann", decided(SHOWN[0])),
        ("ann", decided(SHOWN[6])),
        ("eve", Assignment(1.0, 1, 1, (Drawn(SHOWN[6].id, ("ann", "bob")),))),
        ("eve", Undo(entry_id("eve", "laptop", "3"))),
    )
    public.take(history[:2])
    assert public.take(history[2:3]).keys() == {"paper:b"}
    assert not public.candidates("paper:b"), "it is pending now, and nobody may see it"
    assert public.take(history[3:]).keys() == {"paper:b"}
    assert public.candidates("paper:b")


def _kept(public: Public, held: Held, piece: list[Entry]) -> dict[str, Difference]:
    """Take a piece in; what differs in the graph after it."""
    touched = public.take(piece)
    before = {paper: _rows(paper, shown) for paper, shown in touched.items()}
    after = {paper: _now(public, paper) for paper in touched}
    changed = held.changes(before, after, partial(_now, public))
    held.keep(before, after)
    return changed


def _rows(paper: str, shown: tuple[Candidate, ...]) -> Additions:
    return records(State(shown), KNOWN, frozenset({paper})).additions


def _now(public: Public, paper: str) -> Additions:
    return records(State(), KNOWN).additions if paper == ALWAYS else _rows(paper, public.candidates(paper))


def test_setting_that_two_papers_spell_is_spelt_as_in_the_first_of_them() -> None:
    acts: list[tuple[str, Body]] = [
        ("ann", decided(SHOWN[6], "edit", claim("pay", "mixed", "night  SHIFT"))),
        ("ann", decided(SHOWN[0], "edit", claim("pay", "mixed", "Night shift"))),
        ("ann", Undo(entry_id("ann", "laptop", "2"))),
        ("ann", Undo(entry_id("ann", "laptop", "1"))),
    ]
    public, held = Public(), Held()
    found = [_kept(public, held, [entry]).get("Setting") for entry in entries(*acts)]
    assert [[row["name"] for row in one.made + one.altered] for one in found if one] == [
        ["night SHIFT"],
        ["Night shift"],
        ["night SHIFT"],
        [],
    ]


def test_what_names_decisions_of_two_papers_is_hidden_while_one_of_them_is() -> None:
    history = entries(
        ("eve", Assignment(1.0, 1, 1, (Drawn(SHOWN[6].id, ("ann", "bob")),))),
        ("ann", decided(SHOWN[0])),
        ("ann", decided(SHOWN[6])),
        ("eve", Adjudication((entry_id("ann", "laptop", "2"), entry_id("ann", "laptop", "3")), Verdict.REJECT, "why")),
        ("bob", Undo(entry_id("eve", "laptop", "4"))),
        ("bob", decided(SHOWN[6])),
    )
    public = Public()
    for number, entry in enumerate(history, start=1):
        public.take([entry])
        assert public.heads() == heads(visible_to(None, history[:number]))
        assert public.state == fold(visible_to(None, history[:number]))
    assert len(public.state.strays) == 1
