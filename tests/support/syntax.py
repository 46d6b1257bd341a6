"""The product's own Python as syntax trees: what a module imports, says and holds, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("api", "cli", "curation", "cypher", "graph", "ingest", "nlp", "synthesis")


@dataclass(frozen=True)
class Import:
    """One imported module: `deep` when it happens inside a function, `typing` when only a type checker sees it."""

    module: str
    line: int
    deep: bool
    typing: bool


@dataclass(frozen=True)
class Source:
    """One file: `path` below the root, `module` as it is imported."""

    path: str
    module: str
    text: str
    tree: ast.Module


@cache
def sources(*rooms: str) -> tuple[Source, ...]:
    """Every Python file of some rooms (all of them when none is named), by path."""
    files = sorted(file for room in rooms or ROOMS for file in (ROOT / room).rglob("*.py"))
    return tuple(source(file) for file in files)


def source(file: Path) -> Source:
    """One file, parsed."""
    path = file.relative_to(ROOT).as_posix()
    text = file.read_text(encoding="utf-8")
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Source(path, module, text, ast.parse(text, path))


def imports(tree: ast.Module) -> Iterator[Import]:
    """Every import of a module, wherever it stands. `from a import b` gives both `a` and `a.b`."""
    yield from _imports(tree.body, deep=False, typing=False)


def _imports(body: list[ast.stmt], *, deep: bool, typing: bool) -> Iterator[Import]:
    for node in body:
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(name.name, node.lineno, deep, typing)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield Import(module, node.lineno, deep, typing)
            for name in node.names:
                yield Import(f"{module}.{name.name}", node.lineno, deep, typing)
        else:
            inside = deep or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            checking = typing or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
            for part in (*_blocks(node),):
                yield from _imports(part, deep=inside, typing=checking)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that the code uses: docstrings and bare strings are left out."""
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.lineno, node.value


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
