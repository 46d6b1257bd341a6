"""Write the parts of docs/ that follow from the code: `python -m cli.docs`; `--check` says whether they are current.

A page is written by hand around parts between `<!-- generated: NAME -->` and `<!-- end -->`. They are committed so that
the docs can be read where they lie, and so that a review shows what a change of the code does to them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from cli import docs_code, docs_folder, docs_graph, docs_help

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
PARTS: Mapping[str, Callable[[], str]] = {
    "assertions": docs_code.assertions,
    "catalogue": docs_code.catalogue,
    "charts": docs_code.charts,
    "commands": docs_code.commands,
    "dialects": docs_graph.dialects,
    "directions": docs_code.directions,
    "errors": docs_code.errors,
    "exit-codes": docs_code.exit_codes,
    "graph-parameters": docs_graph.graph_parameters,
    "keys": docs_folder.keys,
    "labels": docs_code.labels,
    "measures": docs_code.measures,
    "problems": docs_code.problems,
    "relationships": docs_code.relationships,
    "routes": docs_code.routes,
    "statuses": docs_code.statuses,
    "vocabulary": docs_graph.vocabulary,
    "variables": lambda: docs_folder.variables((ROOT / ".env.example").read_text(encoding="utf-8")),
}
SCHEMA = Path("docs") / "review.schema.json"
SUMMARIES = Path("cli") / "summaries.py"


def filled(page: str) -> str:
    """A page with every generated part as the code has it now. Raises KeyError for a part that nobody writes."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]().rstrip()}\n\n{found[3]}", page)


def all_files() -> dict[Path, str]:
    """Path below the root -> text, for every page with generated parts, the schema of review.toml and the help."""
    found = {}
    for file in sorted((ROOT / "docs").rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        if PART.search(text):
            found[file.relative_to(ROOT)] = filled(text)
    found[SUMMARIES] = docs_help.summaries()
    found[SCHEMA] = json.dumps(docs_folder.schema(), ensure_ascii=False, indent=2) + "\n"
    return found


def main(arguments: list[str]) -> int:
    """Write the files, or with --check name those that differ; 1 when any does."""
    wrong = [
        path
        for path, text in all_files().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in wrong:
            print(f"{path}: not what the code says; run python -m cli.docs", file=sys.stderr)  # noqa: T201
        return 1 if wrong else 0
    for path, text in all_files().items():
        if path in wrong:
            (ROOT / path).write_text(text, encoding="utf-8")
    print(f"docs: {len(wrong)} pages written")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
