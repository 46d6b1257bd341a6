"""Configuration of one process, read once from the environment and passed in. Every variable is in .env.example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import ConfigError

PREFIX = "NARRAGRAPH_"
POOL = 512
"""Bytes for each finding that the pool of the embedded engine has at least: what is grouped must fit in it."""


@dataclass(frozen=True)
class Config:
    """Where the graph lives, how much memory its engine may take, and where a server listens."""

    engine: str = "ladybug"
    neo4j_uri: str = "bolt://127.0.0.1:7687"
    neo4j_username: str = "neo4j"
    neo4j_password: str | None = field(default=None, repr=False)
    neo4j_database: str = "neo4j"
    neo4j_home: str | None = None
    cypher_uri: str | None = None
    cypher_username: str | None = None
    cypher_password: str | None = field(default=None, repr=False)
    buffer_pool_mb: int = 1024
    host: str = "127.0.0.1"
    port: int = 8765
    tokens_file: str | None = None

    def pool_mb(self, counts: Mapping[str, int]) -> int:
        """Memory in MB for the pages of a graph of so many rows by label: what was set, or more for a large one."""
        return max(self.buffer_pool_mb, counts.get("Finding", 0) * POOL >> 20)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Config:
        """The configuration of the environment; unknown NARRAGRAPH_ variables are left to other parts."""

        def text(name: str, default: str) -> str:
            return environ.get(PREFIX + name, "").strip() or default

        engine = text("ENGINE", cls.engine)
        if engine not in {"ladybug", "neo4j"}:
            raise ConfigError(PREFIX + "ENGINE", f'"{engine}" is not an engine. Use ladybug or neo4j.')
        return cls(
            engine=engine,
            neo4j_uri=text("NEO4J_URI", cls.neo4j_uri),
            neo4j_username=text("NEO4J_USERNAME", cls.neo4j_username),
            neo4j_password=environ.get(PREFIX + "NEO4J_PASSWORD") or None,
            neo4j_database=text("NEO4J_DATABASE", cls.neo4j_database),
            neo4j_home=text("NEO4J_HOME", "") or None,
            cypher_uri=text("CYPHER_URI", "") or None,
            cypher_username=text("CYPHER_USERNAME", "") or None,
            cypher_password=environ.get(PREFIX + "CYPHER_PASSWORD") or None,
            buffer_pool_mb=_whole(PREFIX + "BUFFER_POOL_MB", text("BUFFER_POOL_MB", "1024"), 64, 1 << 20),
            host=text("HOST", cls.host),
            port=_whole(PREFIX + "PORT", text("PORT", "8765"), 0, 65535),
            tokens_file=text("TOKENS_FILE", "") or None,
        )


def _whole(variable: str, value: str, least: int, most: int) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ConfigError(variable, f'"{value}" is not a whole number. Use one from {least} to {most}.') from None
    if not least <= number <= most:
        raise ConfigError(variable, f"{number} is out of range. Use {least} to {most}.")
    return number
