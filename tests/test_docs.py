"""The documentation names every query, command, variable, label and error; and its links lead somewhere."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel
from real_errors import REAL, stable
from review_folders import PLAIN, write_folder
from shapes import HEAD, Shape, comes_out, shapes
from small_graph import small_tables
from syntax import ROOT

from api.answers import body
from api.problems import status_of
from cli.commands import COMMANDS, loaded
from cli.docs import PARTS, all_files, filled
from cli.docs_code import family
from cli.docs_folder import SECTIONS, meanings
from graph.ask import ask
from graph.build import build
from graph.config import Config
from graph.errors import SynthesisError
from graph.queries import queries
from graph.query_header import Query, parse
from graph.schema import EDGES, NODES, EdgeTable, NodeTable
from graph.store import open_graph
from ingest.folder import read_folder
from ingest.mapping import ReviewFile
from synthesis.measures import measures

DOCS = ROOT / "docs"
CATALOGUES = {"queries.md": queries, "measures.md": measures}


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _named(word: str, text: str) -> bool:
    """Whether a page says this very word, not a longer one that holds it."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def _commands() -> dict[str, Any]:
    """Every command by the words that are typed, commands of commands included."""

    def walk(command: Any, words: str) -> Iterator[tuple[str, Any]]:
        for name, child in getattr(command, "commands", {}).items():
            yield f"{words} {name}", child
            yield from walk(child, f"{words} {name}")

    return dict(walk(SimpleNamespace(commands={name: loaded(name) for name in COMMANDS}), "narragraph"))


def _family() -> list[type[SynthesisError]]:
    return sorted(family(SynthesisError), key=lambda kind: kind.slug)


@pytest.mark.parametrize(
    ("page", "query"),
    [("queries.md", query) for query in queries().values()] + [("measures.md", query) for query in measures().values()],
    ids=lambda said: said if isinstance(said, str) else said.name,
)
def test_catalogue_has_everything_with_parameters_and_columns(page: str, query: Query) -> None:
    sections = re.split(r"^## ", _page(page), flags=re.MULTILINE)
    (section,) = (part for part in sections if part.startswith(f"`{query.name}`\n"))
    assert query.summary in section
    words = [*(parameter.name for parameter in query.parameters), *(column.name for column in query.columns)]
    assert not [word for word in words if not _named(word, section)]


def test_catalogue_has_no_query_that_is_gone() -> None:
    headings = {page: set(re.findall(r"^## `([a-z_]+)`$", _page(page), re.MULTILINE)) for page in CATALOGUES}
    assert headings == {page: set(known()) for page, known in CATALOGUES.items()}


@pytest.mark.parametrize("command", sorted(_commands()))
def test_every_command_and_option_is_described(command: str) -> None:
    sections = re.split(r"^##+ ", _page("cli.md"), flags=re.MULTILINE)
    (section,) = (part for part in sections if part.startswith(f"`{command}`\n"))
    options = {word for part in _commands()[command].params for word in (*part.opts, *part.secondary_opts)}
    assert not [word for word in options if word.startswith("-") and not _named(word, section)]


def test_walk_over_the_commands_sees_their_options() -> None:
    """The test above would pass on a walk that finds nothing."""
    assert {"narragraph build", "narragraph query"} <= set(_commands())
    assert "--force" in {word for part in _commands()["narragraph build"].params for word in part.opts}


def test_no_command_is_described_that_is_gone() -> None:
    said = set(re.findall(r"^##+ `(narragraph [^`]+)`$", _page("cli.md"), re.MULTILINE))
    assert said == set(_commands())


@pytest.mark.parametrize("table", [*NODES, *EDGES], ids=lambda table: getattr(table, "label", None) or table.type)
def test_model_names_every_label_type_and_property(table: NodeTable | EdgeTable) -> None:
    page = _page("model.md")
    name = table.label if isinstance(table, NodeTable) else table.type
    assert _named(name, page)
    assert not [column.name for column in table.columns if not _named(column.name, page)]


@pytest.mark.parametrize("error", _family(), ids=lambda kind: kind.slug)
def test_every_error_has_its_page(error: type[SynthesisError]) -> None:
    page = _page(f"errors/{error.slug}.md")
    assert page.startswith("# ")
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert headings == ["What is wrong", "Why it is refused", "What to do"]
    parts = re.split(r"^## .+$", page, flags=re.MULTILINE)[1:]
    assert all(len(part.split()) > 10 for part in parts), "a page says what is wrong, why, and what to do"


def test_no_page_describes_an_error_that_is_gone() -> None:
    pages = {file.stem for file in (DOCS / "errors").glob("*.md")} - {"README"}
    assert pages == {error.slug for error in _family()}


@pytest.mark.parametrize("slug", REAL)
def test_error_page_quotes_what_the_code_says(slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error = REAL[slug]()
    assert error.slug == slug
    assert f"```text\n{stable(str(error))}\n```" in _page(f"errors/{slug}.md"), "python tests/support/real_errors.py"


def test_every_error_that_is_met_in_the_code_is_provoked() -> None:
    root = {SynthesisError.slug}
    assert set(REAL) == {error.slug for error in _family()} - root


def test_security_page_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert named
    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_generated_parts_are_current() -> None:
    wrong = [str(path) for path, text in all_files().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert not wrong, "run python -m cli.docs"


def test_every_generated_part_stands_on_a_page() -> None:
    pages = "\n".join(file.read_text(encoding="utf-8") for file in DOCS.rglob("*.md"))
    assert set(re.findall(r"^<!-- generated: ([a-z-]+) -->$", pages, re.MULTILINE)) == set(PARTS)


def test_generated_part_is_replaced_and_the_rest_is_kept() -> None:
    page = "Before.\n\n<!-- generated: exit-codes -->\nout of date\n<!-- end -->\n\nAfter.\n"
    now = filled(page)
    assert now.startswith(
        "Before.\n\n<!-- generated: exit-codes -->\n\n| exit code | meaning |\n|---|---|\n| 0 | fine |\n"
    )
    assert now.endswith("\n\n<!-- end -->\n\nAfter.\n")
    assert "out of date" not in now
    assert filled(now) == now


def _blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", _page(page), re.DOTALL | re.MULTILINE)


def test_query_file_that_the_page_shows_keeps_the_grammar_and_answers(tmp_path: Path) -> None:
    (text,) = _blocks("queries.md", "cypher")
    query = parse(text, name="papers_of_year", folder="read", path="docs/queries.md")
    build(small_tables(), tmp_path, Config())
    database = open_graph(tmp_path, Config())
    try:
        rows = ask(database, query, {"year": 2010}).rows
    finally:
        database.close()
    assert rows, "papers of that year are in the small graph"
    assert {opening.query for opening in query.opens} <= set(queries())


def test_answer_that_the_page_shows_has_the_fields_of_an_answer(tmp_path: Path) -> None:
    shown = json.loads(_blocks("api.md", "json")[0])
    said = _said_by_the_api(tmp_path)
    assert set(shown) == set(said)
    assert set(shown["meta"]) <= set(said["meta"])
    (row,) = shown["rows"]
    (opening,) = shown["opens"]
    assert set(row) <= set(said["rows"][0])
    assert set(opening) <= set(said["opens"][0])


def _said_by_the_api(place: Path) -> dict[str, Any]:
    """The body of the answer that the page shows, over the small graph."""
    build(small_tables(), place, Config())
    database = open_graph(place, Config())
    try:
        said: dict[str, Any] = body(ask(database, "influences_by_frequency", {"limit": 3}))
    finally:
        database.close()
    return said


def test_problem_that_the_page_shows_is_the_one_that_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error = REAL["not-found"]()
    shown = json.loads(_blocks("api.md", "json")[1])
    assert shown["detail"] == str(error)
    assert {name: shown[name] for name in error.fields()} == {**error.fields(), "near": ["training"]}
    assert shown["type"] == f"/errors/{error.slug}"
    assert shown["status"] == status_of(type(error))


def _models(kind: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """A model of review.toml with every model inside it."""
    seen.add(kind)
    found = [kind.model_fields[name].annotation for name in kind.model_fields]
    while found:
        at = found.pop()
        found += get_args(at)
        if isinstance(at, type) and issubclass(at, BaseModel) and at not in seen:
            _models(at, seen)
    return seen


@pytest.mark.parametrize(
    "model", sorted(_models(ReviewFile, set()), key=lambda kind: kind.__name__), ids=lambda model: model.__name__
)
def test_every_key_of_review_toml_is_described(model: type[BaseModel]) -> None:
    heading = dict(SECTIONS)[model.__name__]
    sections = re.split(r"^### ", _page("review-folder.md"), flags=re.MULTILINE)
    (section,) = (part for part in sections if part.startswith(f"{heading}\n"))
    for name, field in model.model_fields.items():
        key = field.alias or name
        assert meanings()[model.__name__].get(key), f"{model.__name__}.{name} has no docstring"
        assert f"| `{key}` |" in section


@pytest.fixture(scope="module")
def review_schema() -> Draft202012Validator:
    schema = json.loads((DOCS / "review.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _reviews() -> list[Path]:
    return sorted((ROOT / "examples").glob("*/review.toml"))


@pytest.mark.parametrize("file", _reviews(), ids=lambda file: file.parent.name)
def test_schema_accepts_the_examples(file: Path, review_schema: Draft202012Validator) -> None:
    review_schema.validate(tomllib.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("shape", shapes(_page("review-folder.md")), ids=lambda shape: shape.name)
def test_schema_accepts_what_the_page_shows(shape: Shape, review_schema: Draft202012Validator) -> None:
    review_schema.validate(tomllib.loads(HEAD + "\n".join(shape.texts("toml"))))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title =", "titel =", "'titel' was unexpected"),
        ("one_row_is =", "one_row =", "'one_row' was unexpected"),
        ('one_row_is = "finding"', 'one_row_is = "cell"', "'cell' is not one of"),
        ('id = "t"', 'id = "Two words"', "does not match"),
        ('path = "tables/t.csv"', "", "'path' is a required property"),
        ('influence = { column = "influence" }', 'influence = { colum = "influence" }', "'colum' was unexpected"),
    ],
)
def test_schema_refuses_what_the_reading_refuses(
    old: str, new: str, message: str, review_schema: Draft202012Validator, tmp_path: Path
) -> None:
    assert old in PLAIN
    review = PLAIN.replace(old, new, 1)
    errors = [error.message for error in review_schema.iter_errors(tomllib.loads(review))]
    assert any(message in said for said in errors), errors
    assert read_folder(write_folder(tmp_path, review)).report.problems


def test_page_shows_a_shape_for_every_kind_of_table() -> None:
    shown = {shape.name for shape in shapes(_page("review-folder.md"))}
    assert len(shown) >= 14
    mapping = "\n".join(text for shape in shapes(_page("review-folder.md")) for text in shape.texts("toml"))
    asked = ("map", "cells", "headers", "invert_when", "split", "fill_down", "join", "header_row", "totals_row", "note")
    assert not [key for key in asked if not _named(key, mapping)]


@pytest.mark.parametrize("shape", shapes(_page("review-folder.md")), ids=lambda shape: shape.name)
def test_shape_of_a_table_gives_what_the_page_says(shape: Shape, tmp_path: Path) -> None:
    (said,) = shape.texts("text")
    assert said, "an example that gives nothing shows nothing"
    assert comes_out(shape, tmp_path / "review") == said


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
