"""What was measured, kept in bench/measured/ as one file a question, and the page that is made of all of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.harness import Chapter, Target, table
from bench.plot import svg

FOLDER = Path(__file__).with_name("measured")
WHY = Path(__file__).with_name("why.json")
"""How a goal begins -> what the profile says of it, for goals that are missed."""
README = Path(__file__).with_name("README.md")
PLOTTED = {
    "Growth of a build": "growth_build.svg",
    "Growth of answers": "growth_answers.svg",
    "Counting co-occurring influences": "pairs.svg",
}
"""Chapters that have a picture, and its file."""
BEGIN, END = "<!-- measured -->\n", "<!-- end of measured -->\n"


@dataclass(frozen=True)
class Measured:
    """What one question gave, and on which machine."""

    question: str
    machine: str
    chapters: tuple[Chapter, ...]


def keep(found: Measured, folder: Path = FOLDER) -> None:
    """Write it in place of what was measured before."""
    folder.mkdir(exist_ok=True)
    text = json.dumps(asdict(found), ensure_ascii=False, indent=1)
    (folder / f"{found.question}.json").write_text(text + "\n", encoding="utf-8")


def kept(order: tuple[str, ...], folder: Path = FOLDER) -> list[Measured]:
    """Everything that is kept, in this order; a question that was never measured is left out."""
    files = [folder / f"{question}.json" for question in order]
    return [_read(json.loads(file.read_text(encoding="utf-8"))) for file in files if file.is_file()]


def _read(said: dict[str, object]) -> Measured:
    chapters = said["chapters"]
    if not isinstance(chapters, list):
        raise TypeError("chapters must be a list")
    read = tuple(
        Chapter(**{**one, "targets": tuple(Target(**target) for target in one["targets"])}) for one in chapters
    )
    return Measured(str(said["question"]), str(said["machine"]), read)


def page(found: list[Measured], why: dict[str, str]) -> str:
    """All of it as Markdown: every goal beside what was measured, why some are missed, then the details."""
    targets = [target for one in found for chapter in one.chapters for target in chapter.targets]
    missed = [target for target in targets if target.kept is False]
    parts = [
        f"{sum(target.kept is True for target in targets)} goals kept, {len(missed)} missed.\n",
        table(("what", "measured", "promised", ""), [target.cells for target in targets]),
    ]
    if missed:
        parts.append("What the profiles say of the missed ones:\n")
        parts.append("\n".join(f"- {one.question}: {_why(one, why)}" for one in missed) + "\n")
    for one in found:
        for chapter in one.chapters:
            parts += [f"### {chapter.title}\n", *([chapter.said + "\n"] if chapter.said else [])]
            parts += (
                [f"![{chapter.title}]({FOLDER.name}/{PLOTTED[chapter.title]})\n"] if chapter.title in PLOTTED else []
            )
            parts += [table(chapter.head, chapter.rows)] if chapter.rows else []
        parts.append(f"{one.machine} (`--only {one.question}`)\n")
    return "\n".join(parts)


def _why(missed: Target, why: dict[str, str]) -> str:
    return next((said for goal, said in why.items() if missed.question.startswith(goal)), "not profiled yet.")


def replaced(readme: str, text: str) -> str:
    """The page with `text` between the markers."""
    before, rest = readme.split(BEGIN)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}"


def write_page(order: tuple[str, ...]) -> None:
    """Make bench/README.md and its pictures anew from everything that is kept."""
    measured = kept(order)
    why = json.loads(WHY.read_text(encoding="utf-8"))
    readme = README.read_text(encoding="utf-8")
    for chapter in (chapter for one in measured for chapter in one.chapters if chapter.title in PLOTTED):
        (FOLDER / PLOTTED[chapter.title]).write_text(svg(chapter), encoding="utf-8")
    README.write_text(replaced(readme, page(measured, why)), encoding="utf-8")
