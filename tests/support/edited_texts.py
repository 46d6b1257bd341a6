"""Made-up papers in five languages, and edits of them: some change only how a text is set, some what it says."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

WORDS = {
    "en": "training supervision pay role confusion staff peers wards helped hindered because managers office first",
    "de": "Schulung Genesungsbegleiter Rückhalt Bezahlung fehlte half Stationen große Öffnung Fürsorge weiß auf",
    "fr": "formation équipe où rôle déjà financement soutien naïveté a aidé le cœur français efficace œuvre",
    "he": "הדרכה צוות תמיכה מחסום תפקיד שכר עזרה מנהלים מחלקה",
    "sw": "mafunzo usimamizi wafanyakazi ukosefu msaada hospitali jamii walisema",
}
STRANGERS = ("👩🏽‍⚕️ 🙂", "\u200fטקסט אחר מימין לשמאל", "naïve 𝒳 ﷽", "x\u0301\u0302 z")


@dataclass(frozen=True)
class Paper:
    """A text, and the one sentence that is quoted."""

    text: str
    quote: str

    @property
    def start(self) -> int:
        return self.text.index(self.quote)


def paper(draw: random.Random) -> Paper:
    """Paragraphs of sentences; the quoted one has its own number, and stands once."""
    language = draw.choice(list(WORDS))
    paragraphs = [[_sentence(draw, language) for _ in range(draw.randint(2, 5))] for _ in range(draw.randint(2, 5))]
    quote = _sentence(draw, language, f"{draw.randint(10, 99)}-{draw.randint(100, 999)} (n = {draw.randint(10, 99)})")
    draw.choice(paragraphs).insert(draw.randint(0, 2), quote)
    return Paper("\n\n".join(" ".join(sentences) for sentences in paragraphs), quote)


def _sentence(draw: random.Random, language: str, middle: str | None = None) -> str:
    words = draw.choices(WORDS[language].split(), k=draw.randint(6, 14))
    words.insert(draw.randint(1, 4), middle or str(draw.randint(1000, 9999)))
    words[-1] += "."
    return " ".join(words)


Edit = Callable[[random.Random, Paper], str]


def blanks(draw: random.Random, made: Paper) -> str:
    return "".join(draw.choice([" ", "\n", "  ", "\u00a0", "\t"]) if c == " " else c for c in made.text)


def hyphens(draw: random.Random, made: Paper) -> str:
    break_ = draw.choice(["-\n", "\u00ad", "\u2010\n", "-\r\n"])
    words = [f"{w[:3]}{break_}{w[3:]}" if w.isalpha() and len(w) > 6 and draw.random() < 0.5 else w for w in _cut(made)]
    return " ".join(words)


def _cut(made: Paper) -> list[str]:
    return made.text.split(" ")


def ligatures(_: random.Random, made: Paper) -> str:
    text = made.text
    for plain, joined in (("ffi", "ﬃ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        text = text.replace(plain, joined)
    return text


def line_ends(draw: random.Random, made: Paper) -> str:
    return made.text.replace("\n", draw.choice(["\r\n", "\r"]))


def byte_order_mark(_: random.Random, made: Paper) -> str:
    return "\ufeff" + made.text


def composed(draw: random.Random, made: Paper) -> str:
    return unicodedata.normalize(draw.choice(["NFC", "NFD"]), made.text)


def quotation_marks(_: random.Random, made: Paper) -> str:
    return made.text.replace("(", "\u200e(").replace(")", ")\u200b")


def strangers(draw: random.Random, made: Paper) -> str:
    return f"{draw.choice(STRANGERS)}\n\n{made.text}\n\n{draw.choice(STRANGERS)}"


HARMLESS: tuple[Edit, ...] = (
    *(blanks, hyphens, ligatures, line_ends, byte_order_mark, composed, quotation_marks, strangers),
)


def _within(draw: random.Random, made: Paper, change: Callable[[list[str]], None]) -> str:
    words = made.quote.split(" ")
    change(words)
    return made.text.replace(made.quote, " ".join(words))


def negated(draw: random.Random, made: Paper) -> str:
    word = draw.choice(["not", "nicht", "ne", "לא", "si", "never", "no"])
    return _within(draw, made, lambda words: words.insert(draw.randint(1, len(words) - 1), word))


def number_changed(draw: random.Random, made: Paper) -> str:
    at = draw.choice([n for n, character in enumerate(made.quote) if character.isdigit()])
    other = draw.choice([d for d in "0123456789" if d != made.quote[at]])
    return made.text.replace(made.quote, made.quote[:at] + other + made.quote[at + 1 :])


def range_closed(_: random.Random, made: Paper) -> str:
    """`12-345` becomes `12345`."""
    return made.text.replace(made.quote, made.quote.replace("-", ""))


def word_gone(draw: random.Random, made: Paper) -> str:
    return _within(draw, made, lambda words: words.pop(draw.randrange(len(words))) and None)


def words_turned(draw: random.Random, made: Paper) -> str:
    words = made.quote.split(" ")
    pairs = [n for n in range(len(words) - 2) if words[n] != words[n + 1]]
    at = draw.choice(pairs)
    words[at], words[at + 1] = words[at + 1], words[at]
    return made.text.replace(made.quote, " ".join(words))


def words_joined(draw: random.Random, made: Paper) -> str:
    """`not able` becomes `notable`."""
    words = made.quote.split(" ")
    at = draw.choice([n for n in range(len(words) - 1) if words[n].isalpha() and words[n + 1].isalpha()])
    words[at : at + 2] = [words[at] + words[at + 1]]
    return made.text.replace(made.quote, " ".join(words))


def deleted(_: random.Random, made: Paper) -> str:
    return made.text.replace(made.quote, "")


def deleted_with_twin(draw: random.Random, made: Paper) -> str:
    """The quoted sentence is gone, and the same words stand elsewhere."""
    parts = made.text.replace(made.quote, "").split("\n\n")
    return "\n\n".join([*parts, f"{draw.choice(['Elsewhere it says this.', 'Box 1.'])} {made.quote} Box 2."])


def drowned(_: random.Random, made: Paper) -> str:
    """It becomes part of another sentence."""
    return made.text.replace(made.quote, f"It is wrong that {made.quote}")


HARMFUL: tuple[Edit, ...] = (
    *(
        negated,
        number_changed,
        range_closed,
        word_gone,
        words_turned,
        words_joined,
        deleted,
        deleted_with_twin,
        drowned,
    ),
)
