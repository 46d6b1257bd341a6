"""Ids are pure, stable and apart: the same thing has one id, two things have two."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from graph import ids

TEXT = st.text(max_size=60)
WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


# fold


@given(TEXT)
def test_fold_twice_is_fold_once(text: str) -> None:
    once = ids.fold(text)
    assert ids.fold(once) == once or unicodedata.normalize("NFC", once) != once


@given(
    st.lists(WORDS, min_size=1, max_size=4), st.lists(st.sampled_from([" ", "\t", "\n", "\u00a0", "  "]), min_size=5)
)
def test_fold_does_not_see_blanks_and_case(words: list[str], blanks: list[str]) -> None:
    spaced = blanks[0] + "".join(word + blanks[at % len(blanks)] for at, word in enumerate(words))
    assert ids.fold(spaced) == ids.fold(" ".join(words))


@given(TEXT)
def test_fold_does_not_see_composition(text: str) -> None:
    assert ids.fold(unicodedata.normalize("NFD", text)) == ids.fold(unicodedata.normalize("NFC", text))


def test_fold_knows_cases_of_several_letters() -> None:
    assert ids.fold("STRASSE") == ids.fold("Straße")
    assert ids.fold("ΣΟΦΟΣ") == ids.fold("σοφος")


# slug


@given(TEXT, TEXT)
@example("a b c", "a b-c")
@example("C++", "C")
@example("a.b", "a b")
@example("-a", "a")
@example("a" * 60, "a" * 61)
@example("信頼", "支援")
@example("!", "?")
def test_slug_tells_apart_what_fold_tells_apart(one: str, other: str) -> None:
    assume(ids.fold(one).replace("-", " ") != ids.fold(other).replace("-", " "))
    assert ids.slug(one) != ids.slug(other)


def test_slug_takes_a_hyphen_for_a_blank() -> None:
    """`follow up` and `follow-up` are one thing in every id."""
    assert ids.slug("follow-up") == ids.slug("Follow up") == "follow-up"


@given(TEXT)
def test_slug_is_short_and_has_no_blanks(text: str) -> None:
    found = ids.slug(text)
    assert len(found) <= 48 + 7
    assert not any(letter.isspace() or letter in "/:?#\"'" for letter in found)
    assert found == found.strip("-")


@given(TEXT.filter(str.strip))
def test_slug_of_a_text_is_never_empty(text: str) -> None:
    assert ids.slug(text)


def test_slug_is_readable_where_it_can_be() -> None:
    assert ids.slug("Organisational  Culture") == "organisational-culture"
    assert ids.slug("Größe") == "grösse"
    assert ids.slug("信頼") == "信頼"
    assert ids.slug("C++").startswith("c-")


# digest


PARTS = st.lists(st.none() | TEXT, max_size=5)


@given(PARTS, PARTS)
@example(["a", "b"], ["ab"])
@example([None], [""])
@example([], [None])
@example(['a","b'], ["a", "b"])
@example(["null"], [None])
def test_digest_tells_lists_apart(one: list[str | None], other: list[str | None]) -> None:
    assert (ids.digest(one) == ids.digest(other)) == (one == other)


@given(PARTS, st.integers(6, 64))
def test_digest_has_as_many_hex_digits_as_asked(parts: list[str | None], length: int) -> None:
    assert len(ids.digest(parts, length)) == length
    assert set(ids.digest(parts, length)) <= set("0123456789abcdef")


# DOIs


FORMS: list[Callable[[str], str]] = [
    lambda doi: doi,
    lambda doi: f"https://doi.org/{doi}",
    lambda doi: f"http://dx.doi.org/{doi}",
    lambda doi: f"doi:{doi}",
    lambda doi: f"DOI: {doi}",
    lambda doi: f"  {doi.upper()} ",
    lambda doi: f"{doi}.",
    lambda doi: f"see {doi},",
    lambda doi: f'"{doi}"',
]
SUFFIX = st.text("abcdefghijklmnopqrstuvwxyz0123456789-._;()/", min_size=1, max_size=20).filter(
    lambda text: text[-1] not in ".,;:'\""
)


@given(st.integers(1000, 999_999_999), SUFFIX)
def test_doi_is_one_in_every_form(registrant: int, suffix: str) -> None:
    doi = f"10.{registrant}/{suffix}"
    assert {ids.normal_doi(form(doi)) for form in FORMS} == {doi}
    assert len({ids.paper_id(doi=form(doi)) for form in FORMS}) == 1


@given(TEXT)
def test_doi_of_any_text_is_settled_or_none(text: str) -> None:
    found = ids.normal_doi(text)
    assert found is None or ids.normal_doi(found) == found


@pytest.mark.parametrize("text", ["", "n/a", "10.12", "https://example.org/10", "10.1/x", "doi pending"])
def test_text_without_a_doi_gives_none(text: str) -> None:
    assert ids.normal_doi(text) is None


def test_paper_without_a_doi_falls_back_to_its_columns() -> None:
    assert ids.paper_id(doi="pending", parts=["Smith", "2020"]) == ids.paper_id(parts=["SMITH ", "2020"])
    assert ids.paper_id(parts=["Smith"]) == "paper:smith"


# Ids of things


@given(st.lists(WORDS, min_size=2, max_size=4), st.lists(WORDS, min_size=2, max_size=4))
def test_ids_of_several_columns_tell_columns_apart(one: list[str], other: list[str]) -> None:
    same = [ids.fold(part) for part in one] == [ids.fold(part) for part in other]
    assert (ids.paper_id(parts=one) == ids.paper_id(parts=other)) == same
    assert (ids.study_id(one) == ids.study_id(other)) == same


def test_cells_that_join_to_one_text_are_two_things() -> None:
    assert ids.paper_id(parts=["ab", "c"]) != ids.paper_id(parts=["a", "bc"])
    assert ids.paper_id(parts=["a b", "c"]) != ids.paper_id(parts=["a", "b c"])
    assert ids.setting_id("site", "a") != ids.setting_id("country", "a")
    assert ids.setting_id(None, "a") == "setting:setting/a"


@pytest.mark.parametrize("parts", [[], [""], [" ", "\t"]])
def test_id_of_nothing_is_refused(parts: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one part"):
        ids.paper_id(parts=parts)


def test_study_without_columns_is_its_paper() -> None:
    assert ids.study_id([], paper="doi:10.1000/a") == "study:doi:10.1000/a"
    with pytest.raises(ValueError, match="id parts or a paper"):
        ids.study_id([])


KEY = ("p", "s", "i", "g", "barrier", "finding", "late", "staff", "after")


def test_every_part_of_the_finding_key_makes_another_finding() -> None:
    base = ids.finding_id(*KEY)
    others = [ids.finding_id(*(*KEY[:at], "other", *KEY[at + 1 :])) for at in range(len(KEY))]
    assert len({base, *others}) == len(KEY) + 1
    assert ids.finding_id(*KEY[:6]) == ids.finding_id(*KEY[:6], None, None, None)
    assert ids.finding_id("p", "s", "i", None, "barrier", "finding") != ids.finding_id(*KEY[:6])


def test_parts_of_a_finding_key_do_not_change_places() -> None:
    assert ids.finding_id("p", "p", "i", "g", "d", "a", "x", None) != ids.finding_id(
        "p", "p", "i", "g", "d", "a", None, "x"
    )
    assert len({ids.finding_id(*order, "g", "d", "a") for order in itertools.permutations(["p", "s", "i"])}) == 6


def test_every_part_of_an_anchor_makes_another_passage() -> None:
    cell = ("p", "t.csv", "S", "c", "words")
    made = {ids.cell_passage_id(*cell, 0), ids.cell_passage_id(*cell, 1)}
    made |= {ids.cell_passage_id(*cell[:at], "other", *cell[at + 1 :], 0) for at in range(len(cell))}
    made |= {ids.cell_passage_id("p", "t.csv", None, "c", "words", 0)}
    assert len(made) == 8
    assert ids.text_passage_id("p", "h", 1, 23) != ids.text_passage_id("p", "h", 12, 3)
    assert ids.note_passage_id("p", None, "n") != ids.note_passage_id("p", "", "n")


def test_ids_written_down_do_not_change() -> None:
    """A changed id is a breaking change: it belongs in the changelog, not only here."""
    assert ids.paper_id(doi="https://doi.org/10.1000/ABC") == "doi:10.1000/abc"
    assert ids.setting_id("Income group", "Upper-middle") == "setting:income-group/upper-middle"
    assert ids.draft_influence_id("Limited  connectivity") == "draft:limited-connectivity"
    assert ids.extraction_id("First round") == "extraction:first-round"
    assert ids.finding_id("a", "b", "c", None, "barrier", "finding") == "f:1c9ac7f738f06aefa105"
    assert ids.cell_passage_id("a", "t.csv", None, "c", "q", 0) == "p:9db4d3c291bc85afcc06"
    assert ids.cited_figure_id("Somebody 2020", "Training") == "cited:277c8c3077c4c2e1cd6c"
