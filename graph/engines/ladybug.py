"""The embedded engine behind strict rules; it drops rows without an error when they are broken (docs/engines.md).

One Database object per file and process, one Connection per thread, connections closed before the database,
cached plans off on every connection, every write counted, bulk loading only into a new database.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ladybug

from graph.database import Row
from graph.engines.held import held_by
from graph.engines.values import bindable, plain
from graph.errors import EngineError, GraphDamaged, RowsLost
from graph.plan_memory import address_space
from graph.statements import schema_statements

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.query_header import Query

VERSION = str(ladybug.version)
BATCH = 1000
"""Rows of one UNWIND; larger batches are no faster and take more memory."""
SHARE_HELD = 0.25
"""Of the pool, between checkpoints: one takes half a second and more, in which nobody else is served."""
WORTH_FOLDING = 0.25
"""Of that, after which a moment without writes is used for a checkpoint."""
POOL_A_QUERY = 32
"""Megabytes of the pool that one query may need even on a tiny graph; more at once wait instead of failing."""
_PROBE = 16 * 2**20
"""Bytes written beside a file to learn from the system why the engine could not write."""


class LadybugDatabase:
    """One open graph file. Safe to share between threads: each gets its own connection; writes are serialised."""

    engine = "ladybug"

    def __init__(self, file: Path, *, writable: bool, pool_mb: int = 1024) -> None:
        self.file = file
        self._writable = writable
        self._lock = threading.RLock()
        self._room = threading.BoundedSemaphore(max(1, pool_mb // POOL_A_QUERY))
        self._connections: list[Any] = []
        self._local = threading.local()
        self._held = 0  # kilobytes that writes may hold in memory since the last checkpoint
        self._most_held = int(SHARE_HELD * pool_mb * 1024)
        self._written = False
        self._within = False
        self._closed = False
        new = writable and not file.exists()
        try:
            self._database = ladybug.Database(
                str(file),
                read_only=not writable,
                buffer_pool_size=pool_mb * 2**20,
                max_db_size=address_space(),
                throw_on_wal_replay_failure=True,
            )
        except RuntimeError as error:
            if "Buffer manager" in str(error):
                advice = " Give it more memory (`ulimit -v` may limit it), or set NARRAGRAPH_BUFFER_POOL_MB lower."
                raise EngineError(self.engine, "opening the graph", _first_line(error) + advice) from error
            if new:
                raise _why_not_written(file, error) from error
            raise GraphDamaged(str(file), _first_line(error)) from error

    def rows(self, query: Query, parameters: Mapping[str, object]) -> list[Row]:
        """All rows of a read query as plain values."""
        names = [column.name for column in query.columns]
        with self._result(query, parameters) as result:
            return [dict(zip(names, map(plain, row), strict=True)) for row in result]

    def arrow(self, query: Query, parameters: Mapping[str, object]) -> pa.Table:
        """All rows of a read query as Arrow, typed by the header."""
        from graph.tables import result_schema

        with self._result(query, parameters) as result:
            table = result.get_as_arrow(chunk_size=100_000)
        return table.rename_columns([column.name for column in query.columns]).cast(result_schema(query))

    def free(self, statement: str, parameters: Mapping[str, object]) -> tuple[list[str], Iterator[list[object]]]:
        """Columns and rows of a statement that somebody else wrote; only in a process that is confined (graph.free)."""
        connection = self._connection()
        connection.set_max_threads_for_exec(1)
        result: Any = connection.execute(statement, {name: bindable(value) for name, value in parameters.items()})
        if isinstance(result, list):
            raise RuntimeError("Parser exception: these are several statements.")
        return result.get_column_names(), iter(result)

    def copy_to(self, place: Path) -> None:
        """A copy of the graph as it is now, between two transactions."""
        with self._lock:
            if self._writable and self._held:
                self.checkpoint()
            shutil.copyfile(self.file, place)

    def write(self, query: Query, rows: Sequence[Row]) -> int:
        """Run a write query over `rows`; RowsLost when it says it handled another number."""
        with self._lock:
            for start in range(0, len(rows), BATCH):
                self._write_batch(query, rows[start : start + BATCH])
        return len(rows)

    def _write_batch(self, query: Query, rows: Sequence[Row]) -> None:
        with self._result(query, {"rows": [bindable(row) for row in rows]}) as result:
            handled = result.get_next()[0] if query.columns else len(rows)
        if handled != len(rows):
            raise RowsLost(query.name, len(rows), handled)
        self._held += held_by(query, len(rows))
        self._written = True
        self._fold_now_and_then()

    def _fold_now_and_then(self) -> None:
        if self._held >= self._most_held and not self._within:
            self.checkpoint()

    def rest(self) -> None:
        """Fold the log into the file when it grew: better now than when somebody waits."""
        with self._lock:
            if not self._closed and self._held >= WORTH_FOLDING * self._most_held:
                self.checkpoint()

    def checkpoint(self) -> None:
        """Fold the log into the file."""
        with self._lock:
            self._run("CHECKPOINT", "CHECKPOINT")
            self._held = 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction of this thread. Its small statements run on one processor: sharing them out takes longer."""
        with self._lock:
            self._connection().set_max_threads_for_exec(1)
            self._within = True
            try:
                self._run("BEGIN TRANSACTION", "BEGIN TRANSACTION")
                yield
                self._run("COMMIT", "COMMIT")
            except BaseException:
                with suppress(EngineError, OSError):  # a statement that failed has ended the transaction already
                    self._run("ROLLBACK", "ROLLBACK")
                raise
            finally:
                self._within = False
                self._connection().set_max_threads_for_exec(os.cpu_count() or 1)
            self._fold_now_and_then()

    def hold_checkpoints(self) -> None:
        """Fold the log into the file only when told to: bulk loading otherwise does it once a table, 40 ms each."""
        with self._lock:
            self._run("CALL auto_checkpoint=false", "auto_checkpoint")

    def install_schema(self) -> None:
        """Make every table and macro in a new, empty database, in one transaction: the disk is waited for once."""
        with self.together():
            for statement in schema_statements("ladybug"):
                self._run(statement, "schema")

    def load(self, table: str, parquet: Path) -> None:
        """Bulk-load a parquet file into an empty table of a new database; columns are positional."""
        place = str(parquet).replace("\\", "\\\\").replace("'", "\\'")
        with self._lock:
            # The engine takes neither a table name nor a file as a parameter; both are ours, never a user's text.
            self._run(f"COPY {table} FROM '{place}'", f"COPY {table}")

    @contextmanager
    def _result(self, query: Query, parameters: Mapping[str, object]) -> Iterator[Any]:
        bound = {name: bindable(value) for name, value in parameters.items()}
        with self._room:
            try:
                result = self._connection().execute(query.text, bound)
            except RuntimeError as error:
                raise self._told(query.name, error) from error
            try:
                yield result
            finally:
                result.close()

    def _run(self, statement: str, name: str) -> None:
        try:
            result: Any = self._connection().execute(statement)
            result.close()
        except RuntimeError as error:
            raise self._told(name, error) from error

    def _told(self, name: str, error: RuntimeError) -> Exception:
        """An engine's error in our words: an OSError with the system's reason when it could not write its file."""
        if self._writable and "IO exception" in str(error):
            return _why_not_written(self.file, error)
        advice = " Set NARRAGRAPH_BUFFER_POOL_MB higher." if "Buffer manager" in str(error) else ""
        return EngineError(self.engine, name, _first_line(error) + advice)

    def _connection(self) -> Any:
        if self._closed:
            raise EngineError(self.engine, str(self.file), "the graph was closed")
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = ladybug.Connection(self._database)
            connection.execute("CALL enable_cached_prepared_statement='NONE'")
            self._local.connection = connection
            self._connections.append(connection)  # without the lock: a reader does not wait for who is writing
        return connection

    def close(self) -> None:
        """Close every connection, then the database; a second call does nothing."""
        with self._lock:
            if self._closed:
                return
            try:
                if self._writable and self._written:
                    self.checkpoint()
            finally:
                self._closed = True
                for connection in self._connections:
                    connection.close()
                try:
                    self._database.close()
                except RuntimeError as error:
                    raise self._told("closing the graph", error) from error


def _why_not_written(file: Path, error: RuntimeError) -> OSError:
    """The system's own reason why the engine could not write; the engine reports a full disk as a failed read, too."""
    probe = file.with_name(f"{file.name}.probe")
    try:
        with probe.open("wb") as opened:
            opened.write(bytes(_PROBE))
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as reason:
        return reason
    finally:
        probe.unlink(missing_ok=True)
    return OSError(errno.EIO, _first_line(error), str(file))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
