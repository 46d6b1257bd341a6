"""The documentation names every query, command, variable, label and error; and its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from syntax import ROOT
from typer.models import CommandInfo, OptionInfo

from cli.main import app
from graph.errors import SynthesisError
from graph.queries import queries
from graph.query_header import Query
from graph.schema import EDGES, NODES, EdgeTable, NodeTable

DOCS = ROOT / "docs"


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _named(word: str, text: str) -> bool:
    """Whether a page says this very word, not a longer one that holds it."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def _commands() -> list[tuple[CommandInfo, str]]:
    """Every command with the name that is typed."""
    return [(said, said.name or said.callback.__name__) for said in app.registered_commands if said.callback]


def _errors(kind: type[SynthesisError]) -> Iterator[type[SynthesisError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _errors(child)


@pytest.mark.parametrize("query", queries().values(), ids=lambda query: query.name)
def test_catalogue_has_every_query_with_parameters_and_columns(query: Query) -> None:
    sections = re.split(r"^## ", _page("queries.md"), flags=re.MULTILINE)
    section = next((part for part in sections if _named(query.name, part.splitlines()[0])), "")
    assert query.summary in section
    words = [*(parameter.name for parameter in query.parameters), *(column.name for column in query.columns)]
    assert not [word for word in words if not _named(word, section)]


def test_catalogue_has_no_query_that_is_gone() -> None:
    headings = set(re.findall(r"^#+ `?([a-z]+(?:_[a-z]+)+)`?$", _page("queries.md"), re.MULTILINE))
    assert headings <= set(queries())


@pytest.mark.parametrize("command", sorted(name for _, name in _commands()))
def test_every_command_is_described(command: str) -> None:
    assert _named(f"narragraph {command}", _page("cli.md"))


def _options(command: CommandInfo) -> set[str]:
    hints = get_type_hints(command.callback, include_extras=True).values()
    said = [part for hint in hints for part in getattr(hint, "__metadata__", ()) if isinstance(part, OptionInfo)]
    words = [word for option in said for word in (option.default, *(option.param_decls or ()))]
    return {word for word in words if isinstance(word, str) and word.startswith("--")}


def test_every_option_of_every_command_is_described() -> None:
    sections = re.split(r"^## ", _page("cli.md"), flags=re.MULTILINE)
    found = {f"{name} {option}" for command, name in _commands() for option in _options(command)}
    assert "build --force" in found, "the walk must see the options"
    described = {
        f"{name} {option}"
        for _, name in _commands()
        for section in sections
        if _named(f"narragraph {name}", section.splitlines()[0] if section else "")
        for option in re.findall(r"--[a-z-]+", section)
    }
    assert not found - described


@pytest.mark.parametrize("table", [*NODES, *EDGES], ids=lambda table: getattr(table, "label", None) or table.type)
def test_model_names_every_label_type_and_property(table: NodeTable | EdgeTable) -> None:
    page = _page("model.md")
    name = table.label if isinstance(table, NodeTable) else table.type
    assert _named(name, page)
    assert not [column.name for column in table.columns if not _named(column.name, page)]


@pytest.mark.parametrize(
    "error", sorted(set(_errors(SynthesisError)), key=lambda kind: kind.slug), ids=lambda k: k.slug
)
def test_every_error_has_its_page(error: type[SynthesisError]) -> None:
    page = _page(f"errors/{error.slug}.md")
    assert page.startswith("# ")
    assert len(page.split()) > 30, "a page says what is wrong, why, and what to do"


def test_no_page_describes_an_error_that_is_gone() -> None:
    pages = {file.stem for file in (DOCS / "errors").glob("*.md")} - {"README", "index"}
    assert pages <= {error.slug for error in _errors(SynthesisError)}


def test_every_variable_is_described() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    variables = re.findall(r"^(NARRAGRAPH_[A-Z0-9_]+)=", example, re.MULTILINE)
    assert len(variables) > 8
    pages = "\n".join(file.read_text(encoding="utf-8") for file in (*DOCS.rglob("*.md"), ROOT / "README.md"))
    assert not [variable for variable in variables if not _named(variable, pages)]


def test_readme_names_the_system_packages_that_ci_makes_sure_of() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").casefold()
    assert not [word for word in ("jdk 17", "maven", "node", "chromium") if word not in readme]


def _markdown() -> list[Path]:
    return [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md")), ROOT / "bench" / "README.md"]


@pytest.mark.parametrize("file", _markdown(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(file: Path) -> None:
    text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = set()
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        place = (file.parent / path).resolve() if path else file
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in _anchors(place)):
            broken.add(target)
    assert not broken


def _anchors(file: Path) -> set[str]:
    """The anchors that a heading gets: lower case, no punctuation, blanks as hyphens."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_nothing_names_a_place_of_the_machine_it_was_written_on() -> None:
    foreign = re.compile(r"(?<![\w.])/(?:work|tmp/w|home/\w+|root|Users)/")
    text_files = [*_markdown(), *(ROOT / "examples").rglob("*.toml"), *(ROOT / "examples").rglob("*.md")]
    assert not [file for file in text_files if foreign.search(file.read_text(encoding="utf-8"))]
