"""`narragraph build --bulk`: a first load of Neo4j through files and its offline importer."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.rows import write_json
from cli.terminal import Terminal
from graph.errors import ConfigError

if TYPE_CHECKING:
    from graph.bulk_build import BulkResult
    from graph.config import Config
    from graph.tables import GraphTables

Bulk = Annotated[
    bool, typer.Option("--bulk", help="neo4j, first load: write files for its offline importer; the server is stopped.")
]
Home = Annotated[
    Path | None,
    typer.Option(
        "--neo4j-home",
        metavar="DIR",
        help="With --bulk: where that Neo4j was unpacked; its importer is run. Overrides NARRAGRAPH_NEO4J_HOME.",
        show_default=False,
    ),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="With --bulk: replace the whole database that is there, whatever it holds.")
]


@dataclass(frozen=True)
class Asked:
    """The options of a bulk build."""

    bulk: bool
    home: Path | None
    overwrite: bool

    def check(self, config: Config) -> None:
        """Raise ConfigError for options that do nothing together."""
        if self.bulk and config.engine != "neo4j":
            raise ConfigError("--bulk", "it loads a Neo4j server. Add --engine neo4j, or leave --bulk out.")
        for option, given in (("--neo4j-home", self.home is not None), ("--overwrite", self.overwrite)):
            if given and not self.bulk:
                raise ConfigError(option, "it belongs to --bulk. Add that, or leave it out.")


def bulk(
    tables: GraphTables, place: Path, config: Config, asked: Asked, terminal: Terminal, *, words: str, as_json: bool
) -> None:
    """Write the files, import them when the server's home is known, and say what comes next."""
    from graph.bulk_build import build_bulk

    home = asked.home or (Path(config.neo4j_home) if config.neo4j_home else None)
    with terminal.progress() as progress:
        result = build_bulk(tables, place, config, home=home, overwrite=asked.overwrite, progress=progress)
    if as_json:
        write_json(vars(result), sys.stdout)
    else:
        typer.echo(_tally(result), nl=False)
    finish = f"`narragraph build{words} --engine neo4j` makes its constraints, counts every row and sets the revision."
    if result.imported:
        terminal.say(f"Next: start the server; then {finish}")
    else:
        terminal.say(
            "Next: stop the server, run the line above as the user that Neo4j runs as, and start the server; "
            f"then {finish}"
        )


def _tally(result: BulkResult) -> str:
    from graph.schema import NODE

    nodes = sum(rows for name, rows in result.counts.items() if name in NODE)
    edges = sum(result.counts.values()) - nodes
    done = "written and imported" if result.imported else "written, not imported yet"
    width = max(len(f"{nodes:,}"), len(f"{edges:,}"))
    lines = [f"{done} (neo4j, {result.seconds:.1f} s)", f"  nodes          {nodes:>{width},}"]
    lines += [f"  relationships  {edges:>{width},}", f"revision {result.revision}", f"files    {result.place}"]
    if not result.imported:
        lines.append(f"import   {result.command}")
    return "\n".join(lines) + "\n"
