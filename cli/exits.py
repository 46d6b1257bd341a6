"""Exit codes, and which error ends in which: the one table between what is wrong and what a shell sees."""

from __future__ import annotations

from enum import IntEnum

from graph.errors import (
    CodebookError,
    ConfigError,
    DatabaseUnavailable,
    DataInvalid,
    ExchangeError,
    LedgerError,
    ParameterError,
    ReferencesError,
    ReviewFolderError,
    SynthesisError,
    TableError,
    TextError,
    UnknownQuery,
    WorkersUnavailable,
)
from graph.free.errors import CypherOff, StatementFailed, StatementRefused


class Code(IntEnum):
    """What a shell script may rely on (docs/cli.md)."""

    FINE = 0
    FAILED = 1
    USAGE = 2
    DATA_INVALID = 3
    BACKEND_UNREACHABLE = 4
    INTERRUPTED = 130


_CODES: tuple[tuple[type[SynthesisError], Code], ...] = (
    (ConfigError, Code.USAGE),
    (ParameterError, Code.USAGE),
    (UnknownQuery, Code.USAGE),
    (CypherOff, Code.USAGE),
    (StatementRefused, Code.USAGE),
    (StatementFailed, Code.USAGE),
    (DataInvalid, Code.DATA_INVALID),
    (ReviewFolderError, Code.DATA_INVALID),
    (TableError, Code.DATA_INVALID),
    (TextError, Code.DATA_INVALID),
    (ReferencesError, Code.DATA_INVALID),
    (ExchangeError, Code.DATA_INVALID),
    (CodebookError, Code.DATA_INVALID),
    (LedgerError, Code.DATA_INVALID),
    (DatabaseUnavailable, Code.BACKEND_UNREACHABLE),
    (WorkersUnavailable, Code.BACKEND_UNREACHABLE),
)


def code_of(error: SynthesisError) -> Code:
    """The exit code of an error; what is not in the table failed."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), Code.FAILED)
