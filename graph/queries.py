"""The query files under cypher/ by folder and name: read by the CLI, the API, docs and tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from graph.errors import UnknownQuery, near_misses
from graph.query_header import Query, parse

FOLDERS = ("read", "page", "derive", "derive_one", "dump", "lookup", "size", "write")


class Queries(Mapping[str, Query]):
    """All queries of one folder by name; an unknown name lists the near misses."""

    def __init__(self, queries: Mapping[str, Query]) -> None:
        self._queries = dict(queries)

    def __getitem__(self, name: str) -> Query:
        if name not in self._queries:
            raise UnknownQuery(name, near_misses(name, self._queries))
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, name: object) -> bool:
        return name in self._queries


def load_folder(root: Traversable, folder: str) -> Queries:
    """Every `*.cypher` file under `root/folder`, checked; for tests with folders of their own."""
    loaded: dict[str, Query] = {}
    for file in sorted(_cypher_files(root / folder), key=lambda entry: entry.name):
        name = file.name.removesuffix(".cypher")
        path = f"cypher/{folder}/{file.name}"
        loaded[name] = parse(file.read_text(encoding="utf-8"), name=name, folder=folder, path=path)
    return Queries(loaded)


def _cypher_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.name.endswith(".cypher"):
            yield entry


@cache
def queries(folder: str = "read") -> Queries:
    """The product's own queries of one folder, such as read, derive or write. Read once per process."""
    if folder not in FOLDERS:
        raise ValueError(f"{folder} is not one of {FOLDERS}")
    return load_folder(files("cypher"), folder)
