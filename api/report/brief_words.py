"""The fixed texts of a brief in the language of a site; what a language lacks is said in English, and marked so."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from api.page.render import direction_of

HERE = Path(__file__).parent / "words"
ENGLISH = "en"


def languages() -> tuple[str, ...]:
    """The languages that have texts, whole or in part."""
    return tuple(sorted(file.stem for file in HERE.glob("*.toml")))


def name_of(language: str) -> str:
    """What a language calls itself; its tag where nothing says it."""
    return _texts(language).get("name", language)


@cache
def _texts(language: str) -> Mapping[str, str]:
    file = HERE / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if language in languages() else {}


def left_to_right(text: object) -> Markup:
    """Numbers and signs that must not be turned round inside Hebrew or Arabic."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


@dataclass
class Words:
    """The texts of one brief. `tag`: its BCP 47 tag as asked for. `lacking`: keys that were said in English."""

    tag: str
    lacking: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        """The tag without region and script."""
        return self.tag.partition("-")[0].casefold()

    @property
    def own(self) -> Mapping[str, str]:
        """The texts of its language; none when there is no translation."""
        return _texts(self.language)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction_of(self.tag)

    def say(self, key: str, **values: object | Callable[[Words], object]) -> Markup:
        """One text with its values, escaped; English is marked as such where the brief is not.

        A value that is a function is called with the words of the text that it goes into: a sentence has one language.
        """
        own = self.own.get(key)
        use = self if own is not None else Words(ENGLISH)
        given = {name: value(use) if callable(value) else value for name, value in values.items()}
        said = Markup(escape(own or _texts(ENGLISH)[key])).format(**given)  # noqa: S704  (escaped)
        if own is not None or self.language == ENGLISH:
            return said
        self.lacking.add(key)
        return Markup('<span lang="en" dir="ltr">{}</span>').format(said)

    def span(self, low: float, high: float, digits: int = 2) -> Markup:
        """`2.75-3.33`; the lower end stands left in every language, as on the drawings."""
        return left_to_right(f"{self.number(low, digits)}\u2013{self.number(high, digits)}")

    def number(self, value: float, digits: int = 2) -> str:
        """`3.04`, `3,04`."""
        return f"{value:.{digits}f}".replace(".", self.own.get("decimal", "."))

    def plain(self, value: float) -> str:
        """An end of a scale: `1`, `0,5`."""
        return f"{value:g}".replace(".", self.own.get("decimal", "."))

    def papers(self, count: int) -> Markup:
        """`1 paper`, `2,000 papers`."""
        return self.say("papers_one") if count == 1 else self.say("papers_many", count=f"{count:,}")
