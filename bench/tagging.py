"""How long it takes from texts to suggestions: the pipeline, the command, a long PDF, retraining, memory, processes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from bench.harness import NARRAGRAPH, Chapter, Run, Target, interleaved, program, ratios, run, seconds, work
from bench.tagging_texts import folder_of_articles, made_up, write_codebook
from tests.support.pdf_pages import two_columns

RUNS = 3
COPIES, PAGES = 6, 200
_LEAST_RATIO, _MOST_GROWTH = 0.6, 0.05


def measure(place: Path, runs: int = RUNS, *, smoke: bool = False) -> Chapter:
    """Everything that is promised of tagging; in a smoke run on a few made-up texts."""
    names = ("ratio", "memory", "retraining")
    # Each in a process of its own, so that none finds the caches and the memory of another.
    asked = [",".join(names)] if smoke else names
    pieces = {name: said for one in asked for name, said in _pieces(one, place / one, smoke=smoke).items()}
    articles = folder_of_articles(place / "articles", 1, smoke=smoke)
    many = articles if smoke else folder_of_articles(place / "many", COPIES)
    report = _with_pdf(place / "report", 4 if smoke else PAGES)
    found = interleaved(
        {
            "articles": partial(run, NARRAGRAPH, "tag", articles, "--again", "--quiet"),
            "report": partial(run, NARRAGRAPH, "tag", report, "--again", "--quiet"),
        },
        runs,
    )
    shared = _shared(many, place / "shared", smoke=smoke)
    first = pieces["ratio"]["first"]["plain"] / pieces["ratio"]["first"]["whole"]
    grown = pieces["memory"]["late_mb"] / pieces["memory"]["early_mb"] - 1
    train = pieces["retraining"]
    documents = pieces["ratio"]["documents"] / pieces["ratio"]["first"]["whole"]
    return Chapter(
        "Tagging texts",
        (
            Target(
                f"whole pipeline beside bare tokenizer + PhraseMatcher, {pieces['ratio']['documents']} articles",
                f"{first:.2f}x their documents a second ({documents:.0f} documents/s of processor time)",
                f">= {_LEAST_RATIO}x",
                first >= _LEAST_RATIO,
            ),
            Target(
                f"memory over {pieces['memory']['documents']:,} documents",
                f"{pieces['memory']['late_mb']:.0f} MB, {pieces['memory']['early_mb']:.0f} MB after half of them",
                "flat",
                grown <= _MOST_GROWTH,
            ),
            _at_most(f"retraining on {train['decisions']:,} decisions, processor time", train["work"], 2.0),
            _of_command("`narragraph tag` of the articles, whole command", found["articles"], 5.0),
            _of_command(
                f"`narragraph tag` of a PDF of {4 if smoke else PAGES} pages, whole command", found["report"], 3.0
            ),
        ),
        f"Articles of the sample data, made-up ones where it is not; medians of {runs} interleaved runs. The first run "
        "of `tag` reads the texts, too; later ones have them kept (`--again`), as when words of the codebook change. "
        "The pipeline is measured the first time round, as a command meets the texts; later it knows every word.",
        ("what", "clock seconds", "processor seconds", "beside"),
        (*_of_pipeline(pieces), *_of_runs(found), *shared),
    )


def _pieces(names: str, place: Path, *, smoke: bool) -> dict[str, dict[str, Any]]:
    place.mkdir(parents=True)
    found: dict[str, dict[str, Any]] = program("bench.tagging_run", names, place, *(("--smoke",) if smoke else ()))[1]
    return found


def _with_pdf(place: Path, pages: int) -> Path:
    (place / "texts").mkdir(parents=True)
    write_codebook(place)
    paragraphs = [(made_up(number, 1_100), False) for number in range(pages * 5)]
    report = two_columns([("A long report", True), *paragraphs], head="Reports of Wards 12 (2019)")
    (place / "texts" / "10.1000_long.pdf").write_bytes(report)
    return place


def _at_most(question: str, took: float, most: float) -> Target:
    return Target(question, f"{took:.2f} s", f"< {most:g} s", took < most)


def _of_command(question: str, runs: list[Run], most: float) -> Target:
    measured = f"{seconds(runs):.2f} s ({work(runs):.2f} s of processor time)"
    return Target(question, measured, f"< {most:g} s", seconds(runs) < most)


def _of_pipeline(pieces: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for when, said in (("first", "the first time round"), ("again", "with every word in the cache")):
        took = pieces["ratio"][when]
        beside = f"{took['plain'] / took['whole']:.2f}x"
        rows.append((f"tokenizer + PhraseMatcher, {said}", "", f"{took['plain']:.2f}", ""))
        rows.append((f"whole pipeline, {said}", "", f"{took['whole']:.2f}", beside))
    return rows


def _of_runs(found: dict[str, list[Run]]) -> list[tuple[str, ...]]:
    said = {"articles": "`tag` of the articles", "report": "`tag` of the PDF"}
    return [(said[name], f"{seconds(runs):.2f}", f"{work(runs):.2f}", "") for name, runs in found.items()]


def _shared(many: Path, place: Path, *, smoke: bool) -> list[tuple[str, ...]]:
    """Rows on sharing texts out: the command with two processes, and abstracts by each executor."""
    tag = (NARRAGRAPH, "tag", many, "--again", "--quiet", "--executor")
    runs = interleaved({name: partial(run, *tag, name) for name in ("local:1", "local:2")}, 1)
    alone, two = runs["local:1"], runs["local:2"]
    place.mkdir()
    said = program("bench.tagging_shared", place, *(("--smoke",) if smoke else ()))[1]
    took = said["seconds"]
    least = took["one process"]
    what = f"{said['abstracts']:,} abstracts from memory to shards"
    return [
        ("`tag` of many articles, one process", f"{seconds(alone):.2f}", f"{work(alone):.2f}", ""),
        ("the same, `--executor local:2`", f"{seconds(two):.2f}", f"{work(two):.2f}", _beside(min(ratios(two, alone)))),
        *(
            (f"{what}, {name}", f"{one:.2f}", "", _beside(one / least) if one != least else "")
            for name, one in took.items()
        ),
        (f"{said['small']['abstracts']:,} abstracts, one process", f"{said['small']['seconds']:.2f}", "", ""),
        (
            f"reading {said['suggestions']:,} suggestions back, {said['megabytes']:.1f} MB",
            f"{said['read']:.2f}",
            "",
            "",
        ),
    ]


def _beside(ratio: float) -> str:
    return f"{ratio:.2f}x the clock"
