"""The other files under cypher/: schema files hold several statements, split here and nowhere else."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def schema_statements(engine: str) -> tuple[str, ...]:
    """Every DDL statement of one engine, in file order: nodes before edges."""
    folder = files("cypher") / "schema" / engine
    names = sorted((entry.name for entry in folder.iterdir() if entry.name.endswith(".cypher")), reverse=True)
    found: list[str] = []
    for name in names:
        text = (folder / name).read_text(encoding="utf-8")
        statement = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
        found.extend(part.strip() for part in statement.split(";") if part.strip())
    return tuple(found)
