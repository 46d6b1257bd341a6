"""Texts to tag: the sample articles where they are, else made-up ones; and the codebook they are looked through for."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench.harness import ROOT
from graph.documents import PaperText
from ingest.codebook import read_codebook
from ingest.problems import Problems
from ingest.texts.abstract import abstract_text
from ingest.texts.read import read_text
from nlp.vocabulary import Vocabulary, vocabulary

WORDS = ROOT / "tests" / "data" / "tagging"
SEED = 20261129
_DOI = re.compile(r"\b10\.(\d{4,5})/")
REVIEW = '[review]\nid = "tagging"\ntitle = "Texts to tag"\n\n[texts]\nnew = "included"\n'
_PLAIN = (
    "The {0} of the ward was described by {1} people in the {2} interviews.",
    "Between the first and the second {0}, {1} people moved to another {2}.",
    "According to the {0}, most of the {1} came from the same {2} as before.",
)
_TOLD = (
    "Lack of {3} made the {0} harder for the new {1} in every {2}.",
    "Managers said that {3} helped the {0} of {1} on the {2}.",
    "Although {3} was planned, the {0} of {1} did not change on the {2}.",
)


def folder_of_articles(place: Path, copies: int, *, smoke: bool = False) -> Path:
    """A review folder with every sample article `copies` times, each copy a paper of its own; made-up ones without."""
    texts = place / "texts"
    texts.mkdir(parents=True)
    write_codebook(place)
    articles = [] if smoke else sample_articles()
    for copy in range(copies):
        for article in articles:
            content = _DOI.sub(rf"10.\1/c{copy}.", article.read_text(encoding="utf-8"))
            # Texts that are equal letter by letter are kept once, whatever their DOI.
            content = content.replace("<article-title>", f"<article-title>Copy {copy}: ")
            (texts / f"{copy}-{article.stem}.xml").write_text(content, encoding="utf-8")
        for number in range(0 if articles else 3 if smoke else 30):
            text = f"Paper {copy} {number}\n\n" + made_up(copy * 1000 + number, 3_000 if smoke else 20_000)
            (texts / f"{copy}-{number}.txt").write_text(text, encoding="utf-8")
    return place


def write_codebook(place: Path) -> None:
    """The codebook, its terms and a review.toml that makes a paper of every text."""
    (place / "codebook.csv").write_bytes((WORDS / "influences.csv").read_bytes())
    (place / "terms.csv").write_bytes((WORDS / "terms.csv").read_bytes())
    (place / "review.toml").write_text(REVIEW, encoding="utf-8")


def sample_articles() -> list[Path]:
    """The JATS articles of the sample data (NARRAGRAPH_DATA), each once; none where they are not."""
    data = Path(os.environ.get("NARRAGRAPH_DATA", ROOT.parent / "shared" / "data"))
    files = sorted((data / "jats_bjpsych").glob("*.xml"))
    return list({file.stem.rsplit("_", 1)[-1]: file for file in files}.values())


def papers(smoke: bool) -> list[PaperText]:
    """The articles as they are tagged; a few made-up ones for a smoke run."""
    articles = [] if smoke else sample_articles()
    if articles:
        return [PaperText(f"paper:{file.stem}", file.name, "0" * 64, read_text(file, file.name)) for file in articles]
    return [_paper(number, 3_000 if smoke else 20_000) for number in range(3 if smoke else 30)]


def many_papers(count: int) -> Iterator[PaperText]:
    """Abstracts, each with words that no other has: what a vocabulary would grow by without end."""
    for number in range(count):
        yield _paper(number, 1_500)


def words(place: Path) -> Vocabulary:
    """The vocabulary of the codebook; it is written to `place` first, as a folder has it."""
    write_codebook(place)
    book, _ = read_codebook(place, Problems())
    return vocabulary(book.influences.values(), book.terms)


def _paper(number: int, characters: int) -> PaperText:
    return PaperText(
        f"paper:{number}", f"texts/{number}.txt", "0" * 64, abstract_text(made_up(number, characters), language="en")
    )


def made_up(number: int, characters: int) -> str:
    """A text of about so many characters; one sentence in six is about an influence."""
    draw = random.Random(f"{SEED} {number}")
    sentences: list[str] = []
    size = 0
    while size < characters:
        frames = _TOLD if draw.random() < 1 / 6 else _PLAIN
        invented = "".join(draw.choices("bdfgklmnprst", k=3)) + str(number)
        said = draw.choice(frames).format(
            *draw.choices(_usual(), k=2), invented, draw.choice(("training", "supervision"))
        )
        sentences.append(said)
        size += len(said) + 1
    return " ".join(sentences)


@cache
def _usual() -> tuple[str, ...]:
    return ("outcome", "workload", "handover", "meeting", "referral", "record", "schedule", "rota", "service", "group")
