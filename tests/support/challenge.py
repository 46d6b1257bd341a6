"""The challenge sentences: read, judged by the rules, and the table docs/tagging-challenge.md made of both files.

`python tests/support/challenge.py` writes the table; `--check` fails when the committed one is not what the code gives.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

import nlp.cues  # noqa: F401  (registers the component)
from graph.model import Assertion, Direction
from nlp.cut import piece
from nlp.direction import Judged, directions
from nlp.languages import blank

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "nlp" / "challenge"
TABLE = ROOT / "docs" / "tagging-challenge.md"
BRACES = re.compile(r"\{(?:([^{}:]+):)?([^{}]+)\}")
SWAPPED = {Direction.FACILITATOR: Direction.BARRIER, Direction.BARRIER: Direction.FACILITATOR}


@dataclass(frozen=True)
class Expected:
    """What a person says of one mention, written `barrier`, `unclear/question` or `mixed+mitigated`."""

    direction: Direction
    assertion: Assertion
    mitigated: bool


@dataclass(frozen=True)
class Challenge:
    """One sentence with its mentions (start, end, influence) and what is expected of each."""

    category: str
    language: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of one mention."""

    challenge: Challenge
    expected: Expected
    judged: Judged

    @property
    def right(self) -> bool:
        """Direction, assertion and mitigation as expected."""
        judged = Expected(self.judged.direction, self.judged.assertion, self.judged.mitigated)
        return judged == self.expected

    @property
    def flipped(self) -> bool:
        """A facilitator where a barrier was expected, or the other way round: the worst error."""
        return SWAPPED.get(self.expected.direction) is self.judged.direction


def read(name: str) -> list[Challenge]:
    """The challenges of tests/nlp/challenge/<name>.tsv."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [challenge(row["category"], row["language"], row["expected"], row["sentence"]) for row in rows]


def challenge(category: str, language: str, expected: str, sentence: str) -> Challenge:
    """One row; braces mark the mentions, `{influence:words}` where several words name one influence."""
    text, mentions, at = "", [], 0
    for match in BRACES.finditer(sentence):
        text += sentence[at : match.start()]
        words = match.group(2)
        mentions.append((len(text), len(text) + len(words), match.group(1) or words.casefold()))
        text += words
        at = match.end()
    text += sentence[at:]
    wanted = tuple(_expected(one.strip()) for one in expected.split(","))
    if len(wanted) != len(mentions) or not mentions:
        raise ValueError(f"{len(mentions)} mentions, {len(wanted)} expectations: {sentence}")
    return Challenge(category, language, text, tuple(mentions), wanted)


def _expected(said: str) -> Expected:
    said, plus, _ = said.partition("+mitigated")
    direction, _, assertion = said.partition("/")
    return Expected(Direction(direction), Assertion(assertion or "finding"), bool(plus))


@cache
def cue_pipeline(language: str) -> Language:
    """A blank pipeline of a language with the cues."""
    made = blank(language)
    made.add_pipe("cues")
    return made


def marked(one: Challenge) -> Doc:
    """The sentence as a doc, its mentions put in by hand, its cues found."""
    pipeline = cue_pipeline(one.language)
    doc = pipeline.make_doc(one.text)
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in one.mentions]
    doc.spans["influence"] = [span for span in spans if span is not None]
    for _, component in pipeline.pipeline:
        doc = component(doc)
    return doc


def judged(one: Challenge) -> list[Judged]:
    """What the rules say of each mention of a challenge."""
    doc = marked(one)
    mentions: list[Span] = list(doc.spans["influence"])
    return directions(piece(doc[:]), mentions, list(doc.spans["cue"]))


def outcomes(name: str) -> Iterator[Outcome]:
    """Every mention of a file, judged."""
    for one in read(name):
        for expected, said in zip(one.expected, judged(one), strict=True):
            yield Outcome(one, expected, said)


def summary(name: str) -> dict[str, tuple[int, int, int]]:
    """By category: mentions, right ones, flips; the categories with flips first, then in the order of the file."""
    counted: dict[str, tuple[int, int, int]] = {}
    for one in outcomes(name):
        mentions, right, flips = counted.get(one.challenge.category, (0, 0, 0))
        counted[one.challenge.category] = (mentions + 1, right + one.right, flips + one.flipped)
    return dict(sorted(counted.items(), key=lambda item: -item[1][2]))


INTRODUCTION = """# How the tagging rules do on the challenge sentences

Made by `python tests/support/challenge.py` from `tests/nlp/challenge/`. A test fails when this page is not what the
code gives, so a category cannot fall in silence. A mention is right when direction, assertion and mitigation are all
as a person expected. A flip is a facilitator given as a barrier, or the other way round: the worst error, worse than
`unclear`, which asks a person to look.

**Held out is the honest figure of the two.** It was written after the cue list, before any run on it, and no word or
rule was added for it; one of its sentences gained from a word (`has to be`) that a real article was missing. One
person wrote rules and sentences, and many of these sentences are idioms on purpose. **Seen** is what the rules were
tuned on, so it shows that nothing broke, not how good they are. It includes 93 mentions written before the rules, that
were meant to be held out: their words were still in mind when the cue list was written, so they count as seen.

In languages other than English no direction is expected but `unclear`: no native reader has checked a cue list.
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *(_section(name, title) for name, title in (("held_out", "Held out"), ("seen", "Seen")))]
    return "\n".join(parts)


def _section(name: str, title: str) -> str:
    counted = summary(name)
    total, right, flips = (sum(column) for column in zip(*counted.values(), strict=True))
    lines = [
        f"## {title}: {right} of {total} mentions right ({right / total:.2f}), {flips} flipped",
        "",
        "| category | mentions | flipped | right | share |",
        "|---|---:|---:|---:|---:|",
        *(f"| {c} | {n} | {f} | {r} | {r / n:.2f} |" for c, (n, r, f) in counted.items()),
        "",
        "| expected, down; given, across | " + " | ".join(d.value for d in _SHOWN) + " |",
        "|---|" + "---:|" * len(_SHOWN),
        *_confusion(list(outcomes(name))),
        "",
    ]
    return "\n".join(lines)


_SHOWN = [d for d in Direction if d is not Direction.ABSENT]


def _confusion(found: list[Outcome]) -> Iterator[str]:
    for expected in _SHOWN:
        row = [sum(o.expected.direction is expected and o.judged.direction is d for o in found) for d in _SHOWN]
        yield f"| {expected.value} | " + " | ".join(map(str, row)) + " |"


def main(arguments: list[str]) -> int:
    """Write the table, check it, or show what is wrong in one file (`--wrong seen`)."""
    if arguments[:1] == ["--wrong"]:
        for one in outcomes(arguments[1]):
            if not one.right:
                _show(one)
        return 0
    made = page()
    if arguments[:1] == ["--check"]:
        same = TABLE.is_file() and TABLE.read_text(encoding="utf-8") == made
        sys.stdout.write("" if same else f"{TABLE.name} is not what the code gives: run this without --check\n")
        return 0 if same else 1
    TABLE.write_text(made, encoding="utf-8")
    return 0


def _show(one: Outcome) -> None:
    given: Any = one.judged
    mark = "FLIP " if one.flipped else ""
    said = f"{given.direction}/{given.assertion}{'+mitigated' if given.mitigated else ''}"
    wanted = f"{one.expected.direction}/{one.expected.assertion}{'+mitigated' if one.expected.mitigated else ''}"
    sys.stdout.write(f"{mark}[{one.challenge.category}] {one.challenge.text}\n    wanted {wanted}, given {said}: ")
    sys.stdout.write("; ".join(f"{reason.rule} ({reason.said})" for reason in given.reasons) + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
