"""The shape of the product, read from its syntax trees: arrows, doors, no Cypher in Python, names, budgets."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions

import pytest
from syntax import ROOMS, ROOT, Source, functions, imports, source, sources, texts

from cli.commands import COMMANDS

ARROWS = {
    "api": set(ROOMS),
    "cli": set(ROOMS),
    "curation": {"curation", "graph"},
    "cypher": {"cypher", "graph"},
    "graph": {"graph"},
    "ingest": {"ingest", "graph"},
    "nlp": {"nlp", "graph"},
    "synthesis": {"synthesis", "graph"},
}
DOORS = {
    "ladybug": ["graph/engines/ladybug.py"],
    "lxml": ["ingest/texts/trees.py"],
    "pypdfium2": ["ingest/texts/pdf.py"],
    "py3langid": ["ingest/texts/language.py"],
    "neo4j": ["graph/engines/neo4j.py", "graph/engines/neo4j_free.py"],
    "py2neo": [],
    "networkx": ["graph/export_layout.py", "synthesis/*"],
    "pandas": ["ingest/*"],
    "python_calamine": ["ingest/workbooks.py"],
    "docx": ["api/report/word.py", "api/report/word_look.py", "api/report/word_pieces.py"],
    "fastapi": ["api/*"],
    "jinja2": ["api/page/*", "api/report/*"],
    "markupsafe": ["api/page/*", "api/report/*"],
    "starlette": ["api/*"],
    "vl_convert": ["synthesis/charts/rendered.py"],
    "uvicorn": ["api/*", "cli/serve.py"],
    "typer": ["cli/*"],
    "rich": ["cli/*"],
    "spacy": ["nlp/*"],
    "thinc": ["nlp/*"],
    "babel": ["nlp/*"],
    "scipy": ["synthesis/*", "nlp/stopping.py"],
    "distributed": ["nlp/workers.py"],
    "pyarrow": ["nlp/shards.py", "graph/*", "ingest/*", "synthesis/*", "cli/*", "api/*"],
    "numpy": ["ingest/*", "nlp/*", "synthesis/*"],
    "pydantic": ["ingest/*", "api/*"],
    "rapidfuzz": ["ingest/references/likeness.py"],
    "xlsxwriter": ["ingest/*", "graph/spreadsheet.py", "cli/workbook_file.py"],
}
HEAVY = {
    *("docx", "fastapi", "ladybug", "lxml", "neo4j", "networkx", "numpy", "pandas", "py3langid", "pyarrow", "pydantic"),
    *("pypdfium2", "scipy", "spacy", "thinc", "babel", "rapidfuzz", "vl_convert", "distributed"),
}
"""Never loaded by a command that does not use them; `narragraph --help` starts within 0.3 s without them."""
CYPHER = re.compile(r"\b(MATCH|CREATE|MERGE|DELETE|REMOVE)\s*\(|\bUNWIND\b|\)-\[|\]->\(|\bRETURN\b.*\bAS\b")
ENGINE_COMMAND = re.compile(r"^\s*(CALL|COPY|CREATE|DROP|ALTER|LOAD|SHOW)\s+[\w{]", re.MULTILINE)
MOST_LINES, MOST_FUNCTION_LINES = 250, 40


def _room(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


@pytest.mark.parametrize("room", ROOMS)
def test_room_uses_only_the_rooms_its_arrows_allow(room: str) -> None:
    crossed = {
        f"{file.path}:{found.line} imports {found.module}"
        for file in sources(room)
        for found in imports(file.tree)
        if _room(found.module) in ROOMS and _room(found.module) not in ARROWS[room]
    }
    assert not crossed


@pytest.mark.parametrize("library", DOORS)
def test_library_comes_in_by_its_door_only(library: str) -> None:
    elsewhere = {
        f"{file.path}:{found.line}"
        for file in sources()
        for found in imports(file.tree)
        if _room(found.module) == library and not any(fnmatch(file.path, door) for door in DOORS[library])
    }
    assert not elsewhere


def test_imports_are_absolute() -> None:
    relative = {f"{f.path}:{i.line}" for f in sources() for i in imports(f.tree) if i.module.startswith(".")}
    assert not relative


def _loaded_with(module: str, seen: dict[str, str], route: str = "") -> None:
    """Every module that importing `module` runs, with the route to it."""
    route = f"{route} > {module}" if route else module
    if module in seen or not module:
        return
    file = next((file for file in sources() if file.module == module), None)
    if file is None and _room(module) in ROOMS:
        return
    seen[module] = route
    for found in imports(file.tree) if file else ():
        if not found.deep and not found.typing:
            for part in _parents(found.module):
                _loaded_with(part, seen, route)


def _parents(module: str) -> Iterator[str]:
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def test_command_line_reaches_no_heavy_library_by_its_imports() -> None:
    seen: dict[str, str] = {}
    for module in ("cli.main", *COMMANDS.values()):
        _loaded_with(module, seen)
    assert "graph.errors" in seen, "the walk must reach what the command line uses"
    assert not {seen[library] for library in HEAVY & set(seen)}


@pytest.mark.parametrize("words", [[], ["--help"], ["query"], ["query", "influences_by_frequency", "--help"]])
def test_command_that_asks_no_graph_loads_no_heavy_library(words: list[str]) -> None:
    heavy = HEAVY - {"pydantic"}  # typer itself loads it to read the words of a command
    program = (
        "import sys, io, cli.main\n"
        "sys.stdout = io.StringIO()\n"
        f"code = cli.main.run({words!r}) if {words!r} else 0\n"
        f"print(code, *sorted({heavy!r} & set(sys.modules)), file=sys.__stdout__)\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["0"], done.stderr


def test_cypher_stands_only_in_cypher_files() -> None:
    pasted = {
        f"{file.path}:{line}"
        for file in sources(*sorted(set(ROOMS) - {"cypher"}))
        for line, text in texts(file.tree)
        if CYPHER.search(text) or (ENGINE_COMMAND.search(text) and not file.path.startswith("graph/engines/"))
    }
    assert not pasted


def test_cypher_is_recognised() -> None:
    """The guard above would be worthless if it missed these."""
    for text in ("MATCH (n) RETURN n", "UNWIND $rows AS r", "(a)-[:ABOUT]->(b)", "CREATE (x:Paper)", "x RETURN 1 AS n"):
        assert CYPHER.search(text), text
    assert ENGINE_COMMAND.search("COPY Paper FROM 'x'")


def test_only_generated_python_stands_beside_the_queries() -> None:
    assert {file.path for file in sources("cypher")} == {"cypher/__init__.py", "cypher/generate.py"}


def test_nobody_else_owns_our_room_names() -> None:
    owners = packages_distributions()
    others = {room: set(owners.get(room, ())) - {"narragraph"} for room in (*ROOMS, "bench", "nlp", "curation")}
    assert not {room: names for room, names in others.items() if names}


@pytest.mark.parametrize("room", ROOMS)
def test_room_opens_with_one_sentence(room: str) -> None:
    said = ast.get_docstring(source(ROOT / room / "__init__.py").tree)
    assert said
    assert said.splitlines()[0].endswith(".")


def _calls(file: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node.lineno, ast.unparse(node)


def test_nothing_prints_outside_the_command_line() -> None:
    allowed = ("cli/", "cypher/generate.py")
    printed = {
        f"{file.path}:{line} {name}"
        for file in sources()
        for line, name in _calls(file)
        if name in {"print", "sys.stdout", "sys.stderr"} and not file.path.startswith(allowed)
    }
    assert not printed


def test_nothing_reads_the_environment_outside_config_and_command_line() -> None:
    read = {
        f"{file.path}:{line} {name}"
        for file in sources()
        for line, name in _calls(file)
        if name in {"os.environ", "os.getenv", "os.environb"} and not file.path.startswith("cli/")
    }
    assert not {place for place in read if not place.startswith("graph/config.py")}


def _excused(lines: list[str], first: int, last: int) -> bool:
    """A comment `# long: why` in these lines (from 1) says why a budget is broken."""
    return any(re.search(r"# long: \S+ \S+", line) for line in lines[first - 1 : last])


def test_files_keep_their_budget() -> None:
    long = {
        f"{file.path}: {len(lines)} lines"
        for file in sources()
        if len(lines := file.text.splitlines()) > MOST_LINES and not _excused(lines, 1, 30)
    }
    assert not long, f'at most {MOST_LINES} lines, or a comment "# long: why" near the top'


def test_functions_keep_their_budget() -> None:
    long = set()
    for file in sources():
        lines = file.text.splitlines()
        for function in functions(file.tree):
            last = function.end_lineno or function.lineno
            length = last - function.lineno + 1
            if length > MOST_FUNCTION_LINES and not _excused(lines, function.lineno, last):
                long.add(f"{file.path}:{function.lineno} {function.name}: {length} lines")
    assert not long, f'at most {MOST_FUNCTION_LINES} lines, or a comment "# long: why" inside'
