"""Spellings of a term: number, British and American, hyphens, Hebrew prefixes, Swahili classes. Few, and regular.

What is irregular belongs in terms.csv; what is only alike is left to the stems of nlp/mentions.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import product

_MOST_GAPS = 3
HEBREW_PREFIXES = "בהוכלמש"
"""Letters for in, the, and, as, to, from and that, written together with the word."""
_AMERICAN = (
    (re.compile(r"is(ation|ations|ational|ationally|ed|es|ing|e)\b"), r"iz\1"),
    (re.compile(r"\b(behavi|lab|col|fav|hon|neighb|endeav|rum)our"), r"\1or"),
    (re.compile(r"\b(cent|theat)re(s?)\b"), r"\1er\2"),
    (re.compile(r"\bprogramme(s?)\b"), r"program\1"),
    (re.compile(r"\b(counsel|travel|label|model|cancel)l(ing|ed|or|ors)\b"), r"\1\2"),
    (re.compile(r"\benrolment"), "enrollment"),
    (re.compile(r"\b(de|of)fence"), r"\1fense"),
)
_BRITISH = (
    (re.compile(r"iz(ation|ations|ational|ationally|ed|es|ing|e)\b"), r"is\1"),
    (re.compile(r"\b(behavi|lab|col|fav|hon|neighb|endeav|rum)or"), r"\1our"),
    (re.compile(r"\b(cent|theat)er(s?)\b"), r"\1re\2"),
    (re.compile(r"\bprogram(s?)\b"), r"programme\1"),
    (re.compile(r"\b(counsel|travel|label|model|cancel)(ing|ed|or|ors)\b"), r"\1l\2"),
    (re.compile(r"\benrollment"), "enrolment"),
    (re.compile(r"\b(de|of)fense"), r"\1fence"),
)
_ALWAYS_IS = re.compile(
    r"\b(?:prec|prem|exerc|superv|adv|rev|telev|comprom|surpr|prom|disgu|ra|no|prac?t|conc|expert|franch)is"
)
"""Words whose -is- is no suffix: an American supervises too."""


def variants(text: str, language: str) -> tuple[str, ...]:
    """A term and its other spellings, the term first; `language` is a base language or `xx`."""
    found = _once([unicodedata.normalize("NFC", text)], lambda one: [one])
    if language in {"en", "xx"} and text.isascii():
        found = _once(found, _spellings)
        found = _once(found, _numbers)
    if language == "he":
        found = _once(found, lambda one: [prefix + one for prefix in HEBREW_PREFIXES])
    if language == "sw":
        found = _once(found, _classes)
    found = _once(found, _hyphens)
    found = _once(found, _apostrophes)
    return _once(found, _marks)


def _once(texts: Iterable[str], more: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """The texts and what is made of each, without repetition, the first first."""
    texts = tuple(texts)
    return tuple(dict.fromkeys([*texts, *(other for text in texts for other in more(text))]))


def _spellings(text: str) -> list[str]:
    found = []
    for rules in (_AMERICAN, _BRITISH):
        other = text
        for pattern, by in rules:
            if pattern is _AMERICAN[0][0] and _ALWAYS_IS.search(other.lower()):
                continue
            other = pattern.sub(by, other)
        found.append(other)
    return found


def _numbers(text: str) -> list[str]:
    """The last word in the other number, by the regular rules: role -> roles, policies -> policy."""
    head, _, word = text.rpartition(" ")
    if len(word) < 4 or not word.isalpha() or word.isupper():
        return [text + "s"] if word.isupper() and 1 < len(word) < 6 and word.isalpha() else []
    lower = word.lower()
    if lower.endswith("ies") and len(lower) > 5:
        other = word[:-3] + "y"
    elif lower.endswith(("ches", "shes", "sses", "xes")):
        other = word[:-2]
    elif lower.endswith(("ss", "us", "is", "ing", "ics", "ness")):
        other = word + "es" if lower.endswith("ss") and not lower.endswith("ness") else word
    elif lower.endswith("s"):
        other = word[:-1]
    elif lower.endswith("y") and lower[-2] not in "aeiou":
        other = word[:-1] + "ies"
    elif lower.endswith(("ch", "sh", "x")):
        other = word + "es"
    else:
        other = word + "s"
    return [f"{head} {other}".strip()]


def _classes(text: str) -> list[str]:
    """People of the m-/wa- class: mfanyakazi -> wafanyakazi. One word only, and only before a consonant."""
    lower = text.lower()
    if " " in text or len(text) < 6:
        return []
    if lower.startswith("wa") and lower[2] not in "aeiou":
        return ["m" + text[2:]]
    if lower.startswith("m") and lower[1] not in "aeioubw":
        return ["wa" + text[1:]]
    return []


def _hyphens(text: str) -> list[str]:
    """Every gap as a blank and as a hyphen: the tokenizer takes them apart, so both must be asked for."""
    parts = re.split(r"([ \u2010\u2011-])", text)
    words, gaps = parts[::2], parts[1::2]
    if not gaps or len(gaps) > _MOST_GAPS or not all(words):
        return []
    marks = list(product(" -", repeat=len(gaps)))
    marks += [(mark,) * len(gaps) for mark in "\u2010\u2011"]
    return ["".join(a + b for a, b in zip(words, (*chosen, ""), strict=True)) for chosen in marks]


def _apostrophes(text: str) -> list[str]:
    return [text.replace("'", "\u2019"), text.replace("\u2019", "'")]


def _marks(text: str) -> list[str]:
    """Decomposed, as some PDFs have it, and without accents, as some people write it."""
    if text.isascii():
        return []
    apart = unicodedata.normalize("NFD", text)
    plain = "".join(character for character in apart if unicodedata.category(character) != "Mn")
    return [apart, plain]
