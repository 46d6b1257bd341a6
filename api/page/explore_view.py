"""A view: the filter and the choices of an explore page, read from its address and written back into one.

The same address gives the same view, so it can be sent. What a form sends besides (empty fields, years in two fields)
is put into the one form of the address by a redirect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import Request

from graph.errors import ParameterError, near_misses
from graph.ids import fold
from synthesis.filter_values import Part
from synthesis.where import part_of

FIRST, LAST = "year_from", "year_to"
"""Fields of the form that become one word, such as year=2010..2018."""
MOST = 200
"""Words of a filter."""


@dataclass(frozen=True, slots=True)
class View:
    """`path`: the page. `where`: words of the filter, as the command line takes them. `chosen`: the page's fields."""

    path: str
    where: tuple[str, ...]
    chosen: Mapping[str, str | tuple[str, ...]]

    def of(self, name: str, otherwise: str = "") -> str:
        """What a field says; `otherwise` where it says nothing."""
        said = self.chosen.get(name, otherwise)
        return said if isinstance(said, str) else otherwise

    def many(self, name: str) -> tuple[str, ...]:
        """The values of a field that may be given several times."""
        said = self.chosen.get(name, ())
        return (said,) if isinstance(said, str) else said

    @property
    def address(self) -> str:
        """Where this very view is."""
        return addressed(self.path, self.where, **self.chosen)

    def at(self, path: str, **chosen: object) -> str:
        """Another page under the same filter."""
        return addressed(path, self.where, **chosen)

    def changed(self, **chosen: object) -> str:
        """This page with some fields changed; None takes one away."""
        return addressed(self.path, self.where, **{**self.chosen, **chosen})

    def without(self, word: str) -> str:
        """This page without one word of the filter."""
        return addressed(self.path, [one for one in self.where if one != word], **self.chosen)

    def cleared(self) -> str:
        """This page without a filter."""
        return addressed(self.path, (), **self.chosen)

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last year of the filter, as the form shows them."""
        for word in self.where:
            if part_of(word) == "year":
                value = word.partition("=")[2]
                first, spread, last = value.partition("..")
                return first.strip(), (last if spread else first).strip()
        return "", ""


def without_part(where: Sequence[str], part: str) -> list[str]:
    """The words of a filter that are about another part."""
    return [word for word in where if part_of(word) != part]


def addressed(path: str, where: Sequence[str], **chosen: object) -> str:
    """An address; empty values are left out."""
    pairs: list[tuple[str, object]] = [("where", word) for word in where]
    for name, value in chosen.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, str(one).lower() if isinstance(one, bool) else one) for one in values if one not in {None, ""}]
    return f"{path}?{urlencode(pairs, quote_via=quote)}" if pairs else path


def read_view(request: Request, fields: Sequence[str], lists: Sequence[str] = ()) -> tuple[View, bool]:
    """The view that is asked for, and whether its address is the one form of it. `lists`: fields of several values.

    Raises ParameterError for a field that the page does not have, or that is given twice.
    """
    given = [(name, value.strip()) for name, value in request.query_params.multi_items()]
    known = {"where", FIRST, LAST, "page", *fields, *lists}
    chosen: dict[str, str | tuple[str, ...]] = {}
    for name, value in given:
        if name not in known:
            said = f"there is no such field on this page. It has: where, {', '.join((*fields, *lists))}."
            raise ParameterError("explore", name, value, said, near_misses(name, sorted(known)))
        if name in lists:
            before = chosen.get(name, ())
            chosen[name] = tuple(dict.fromkeys((*before, value))) if value else before
        elif name in fields and value:
            if name in chosen:
                raise ParameterError("explore", name, value, "it is given more than once.")
            chosen[name] = value
    chosen = {name: value for name, value in chosen.items() if value}
    where = _words(given)
    plain = all(value for _, value in given) and not any(name in {FIRST, LAST} for name, _ in given)
    return View(request.url.path, where, chosen), plain


def _words(given: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The words of the filter, once each; the years of the form take the place of a year in it."""
    words = list(dict.fromkeys(value for name, value in given if name == "where" and value))
    spans = {name: value for name, value in given if name in {FIRST, LAST}}
    if spans:
        words = without_part(words, "year")
        first, last = spans.get(FIRST, ""), spans.get(LAST, "")
        if first or last:
            words.append(f"year={first}" if first == last else f"year={first}..{last}")
    if len(words) > MOST:
        raise ParameterError("explore", "where", len(words), f"at most {MOST} words of a filter can be given.")
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter on the form."""

    word: str
    name: str
    kept: int
    on: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a filter on the form."""

    name: str
    of: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One word of the filter in force, and the view without it; `other`: the form has no field for it."""

    word: str
    said: str
    without: str
    other: bool


def form_of(view: View, parts: Sequence[Part], papers: int, findings: int) -> tuple[list[Field], list[Chip]]:
    """The fields of the form, and the words in force. A part whose only value keeps everything is not offered."""
    on = {_folded(word): word for word in view.where}
    fields: list[Field] = []
    names: dict[str, str] = {}
    for part in parts:
        whole = papers if part.of == "paper" else findings
        choices = tuple(
            Choice(word, value.name, value.kept, _folded(word) in on)
            for value in part.values
            for word in [f"{part.name}={value.value}"]
        )
        names |= {_folded(choice.word): choice.name for choice in choices}
        if len(choices) > 1 or choices[0].on or choices[0].kept < whole:
            fields.append(Field(part.name.replace("_", " "), part.of, choices))
    chips = []
    for word in view.where:
        about, value = part_of(word), word.partition("=")[2]
        said = f"{about.replace('_', ' ')}: {names.get(_folded(word), value.strip())}"
        known = _folded(word) in names or about == "year"
        chips.append(Chip(word, said, view.without(word), not known))
    return fields, chips


def _folded(word: str) -> str:
    """A word as filters compare it: a setting by its id, everything else without regard to case."""
    part, value = part_of(word), word.partition("=")[2]
    return f"{part}={value.strip() if part == 'setting' else fold(value)}"
