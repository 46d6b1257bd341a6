"""Neo4j behind the same protocol: the official driver, READ sessions for reads, driver errors told in our words."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, LiteralString

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    UnsupportedServerProduct,
)

from graph.config import Config
from graph.database import Row
from graph.engines.values import bindable
from graph.errors import DatabaseUnavailable, EngineError, RowsLost
from graph.statements import schema_statements

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.query_header import Query

BATCH = 2000
"""Rows of one UNWIND in a managed transaction."""
FETCH = 5000
TAG = "narragraph"
"""Key of the metadata of a transaction."""
OLDEST = (5, 26)
SCHEMES = tuple(f"{scheme}://" for name in ("bolt", "neo4j") for scheme in (name, f"{name}+s", f"{name}+ssc"))
_NO_ADDRESS = (
    "this is no address of a Neo4j server. Set NARRAGRAPH_NEO4J_URI to bolt://host:port or neo4j://host:port, and the "
    "user and password in NARRAGRAPH_NEO4J_USERNAME and NARRAGRAPH_NEO4J_PASSWORD."
)
_OLDEST_TEXT = ".".join(map(str, OLDEST))
_VERSION = re.compile(r"Neo4j/(\d+)\.(\d+)")


class Neo4jDatabase:
    """One driver; it is safe to share between threads, each call opens a session of its own."""

    engine = "neo4j"

    def __init__(self, config: Config) -> None:
        self._local = threading.local()
        self._database = config.neo4j_database
        self._uri = config.neo4j_uri.split("@")[-1] if "@" in config.neo4j_uri else config.neo4j_uri
        auth = (config.neo4j_username, config.neo4j_password) if config.neo4j_password else None
        try:
            if not config.neo4j_uri.startswith(SCHEMES):  # the driver knows http, too, with parts we do not install
                raise ValueError("scheme")
            self._driver = neo4j.GraphDatabase.driver(
                config.neo4j_uri, auth=auth, connection_timeout=10, notifications_min_severity="OFF"
            )
        except (ConfigurationError, ValueError):
            # Without the driver's own words and without `from`: they repeat the whole URI, password included.
            raise DatabaseUnavailable(self._uri, _NO_ADDRESS) from None
        with self._told("connecting"):
            try:
                self._driver.verify_connectivity()
                check_version(self._uri, self._driver.get_server_info().agent)
            except ConfigurationError:
                self._driver.close()
                # Older servers refuse a setting of ours before they say who they are: ask without it.
                with neo4j.GraphDatabase.driver(config.neo4j_uri, auth=auth, connection_timeout=10) as plain:
                    check_version(self._uri, plain.get_server_info().agent)
                raise
            except BaseException:
                self._driver.close()
                raise

    def rows(self, query: Query, parameters: Mapping[str, object]) -> list[Row]:
        """All rows of a read query as plain values, in a READ transaction: the server refuses writes in it."""
        names = [column.name for column in query.columns]
        return [dict(zip(names, record, strict=True)) for record in self._read(query, parameters)]

    def arrow(self, query: Query, parameters: Mapping[str, object]) -> pa.Table:
        """All rows as Arrow. The driver has no Arrow result, so a row costs about 20 microseconds."""
        import pyarrow as pa

        from graph.tables import result_schema

        schema = result_schema(query)
        columns = list(zip(*self._read(query, parameters), strict=True)) or [()] * len(schema)
        return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)

    def write(self, query: Query, rows: Sequence[Row]) -> int:
        """Run a write query over `rows` in batches; RowsLost when it says it handled another number."""
        with self._told(query.name), self._writing() as write:
            for start in range(0, len(rows), BATCH):
                batch = [bindable(row) for row in rows[start : start + BATCH]]
                handled = write(query, batch)
                if handled != len(batch):
                    raise RowsLost(query.name, len(batch), handled)
        return len(rows)

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction of this thread."""
        with self._told("writing"), self._session(neo4j.WRITE_ACCESS) as session, session.begin_transaction() as begun:
            self._local.begun = begun
            try:
                yield
            finally:
                self._local.begun = None
            begun.commit()

    @contextmanager
    def _writing(self) -> Iterator[Callable[[Query, list[object]], int]]:
        """What runs one batch: in this thread's transaction, else each batch in one of its own."""
        begun = self._begun()
        if begun is not None:
            yield partial(_write_batch, begun)
            return
        with self._session(neo4j.WRITE_ACCESS) as session:
            yield lambda query, batch: session.execute_write(_write_batch, query, batch)

    def _begun(self) -> neo4j.Transaction | None:
        begun: neo4j.Transaction | None = getattr(self._local, "begun", None)
        return begun

    def server_version(self) -> str:
        """What answers, such as `Neo4j/5.26.30`."""
        with self._told("connecting"):
            return str(self._driver.get_server_info().agent)

    def install_schema(self) -> None:
        """Make the constraints; does nothing where they are."""
        with self._told("schema"), self._session(neo4j.WRITE_ACCESS) as session:
            for statement in schema_statements("neo4j"):
                session.run(_text(statement)).consume()
            session.run(_text("CALL db.awaitIndexes(60)")).consume()

    def _read(self, query: Query, parameters: Mapping[str, object]) -> list[Any]:
        bound = {name: bindable(value) for name, value in parameters.items()}
        begun = self._begun()
        if begun is not None:
            with self._told(query.name):
                return read_all(begun, query.text, bound)
        with self._told(query.name), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(read_all, query.text, bound)

    @contextmanager
    def reading(self, seconds: float, tag: str) -> Iterator[neo4j.Transaction]:
        """One READ transaction that the server ends by itself after some seconds; `tag` tells it from others there."""
        with (
            self._told("a free statement"),
            self._session(neo4j.READ_ACCESS, fetch=100) as session,
            session.begin_transaction(metadata={TAG: tag}, timeout=seconds) as begun,
        ):
            yield begun

    def _session(self, mode: str, *, fetch: int = FETCH) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=mode, fetch_size=fetch)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Driver errors in our words; the URI is told without credentials."""
        try:
            yield
        except UnsupportedServerProduct as error:
            reason = f"what answers there is no Neo4j {_OLDEST_TEXT} or newer: it speaks another protocol."
            raise DatabaseUnavailable(self._uri, reason) from error
        except (Neo4jError, DriverError, ConfigurationError, OSError) as error:
            why = self._why_unavailable(error)
            if why is None:
                raise EngineError(self.engine, what, _first_line(error)) from error
            raise DatabaseUnavailable(self._uri, why) from error

    def _why_unavailable(self, error: Exception) -> str | None:
        """What is wrong with the server and what to do, or null when it is the statement that is wrong."""
        code = str(getattr(error, "code", ""))
        if "CredentialsExpired" in code:
            return "its password must be changed first: log in once with Neo4j's own tools."
        if "AuthenticationRateLimit" in code:
            return "it refuses the login for a while, after too many wrong passwords. Wait, then correct the password."
        if isinstance(error, AuthError):
            return "it refuses the login. Set NARRAGRAPH_NEO4J_USERNAME and NARRAGRAPH_NEO4J_PASSWORD."
        if "DatabaseNotFound" in code:
            return f'it has no database "{self._database}". Set NARRAGRAPH_NEO4J_DATABASE.'
        if isinstance(error, ServiceUnavailable | SessionExpired | ConfigurationError | OSError):
            return "no Neo4j answers there. Start it, or correct NARRAGRAPH_NEO4J_URI."
        if "DatabaseUnavailable" in code or "Transaction.Terminated" in code:
            return f'its database "{self._database}" is stopping or not started. Start it, then run the command again.'
        return None

    def rest(self) -> None:
        """Nothing: the server folds its log by itself."""

    def close(self) -> None:
        """Close the driver; a second call does nothing."""
        self._driver.close()


def check_version(uri: str, agent: str) -> None:
    """Raise DatabaseUnavailable for a server that is not Neo4j 5.26 or newer."""
    match = _VERSION.match(agent)
    if match is None or (int(match[1]), int(match[2])) < OLDEST:
        raise DatabaseUnavailable(uri, f"{agent} answers there; narragraph needs Neo4j {_OLDEST_TEXT} or newer.")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _text(statement: str) -> LiteralString:
    """Statements come from files of our own; the driver wants to see that they are no user's text."""
    return statement


def read_all(
    transaction: neo4j.ManagedTransaction | neo4j.Transaction, text: str, bound: dict[str, object]
) -> list[Any]:
    """Every record of a statement of our own."""
    return [record.values() for record in transaction.run(_text(text), bound)]


def _write_batch(transaction: neo4j.ManagedTransaction | neo4j.Transaction, query: Query, batch: list[object]) -> int:
    record = transaction.run(_text(query.text), rows=batch).single()
    return int(record[0]) if record is not None else len(batch)
