"""One family of errors, named for what is wrong. Fields, not just prose; no HTTP status, no exit code.

Every message says what, where, and what to do. `slug` names the page under docs/errors/.
"""

# long: one family, read side by side so that no two errors say the same

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def near_misses(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Known words that look like `word`, best first; compared without case."""
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    found = get_close_matches(word.casefold(), list(by_folded), n=most, cutoff=0.6)
    return tuple(by_folded[folded] for folded in found)


def did_you_mean(near: Sequence[str]) -> str:
    """` Did you mean ...?`, or nothing when no known word is near."""
    if not near:
        return ""
    return " Did you mean " + " or ".join(f'"{word}"' for word in near) + "?"


class SynthesisError(Exception):
    """Root of every error that narragraph raises on purpose."""

    slug = "synthesis-error"

    def fields(self) -> dict[str, object]:
        """The facts of the error by name, for JSON bodies and reports."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}


class ConfigError(SynthesisError):
    """A missing or malformed environment value or command option."""

    slug = "config"

    def __init__(self, variable: str, message: str) -> None:
        super().__init__(f"{variable}: {message}")
        self.variable = variable


class ReviewFolderError(SynthesisError):
    """Something about the review folder as a whole, or about review.toml."""

    slug = "review-folder"

    def __init__(self, path: str, message: str, key: str | None = None, near: Sequence[str] = ()) -> None:
        where = f"{path}, {key}" if key else path
        super().__init__(f"{where}: {message}{did_you_mean(near)}")
        self.path = path
        self.key = key
        self.near = tuple(near)


class TableError(SynthesisError):
    """A cell or a table cannot be read. Rows are counted as the spreadsheet shows them."""

    slug = "table"

    def __init__(  # noqa: PLR0913  (a place in a spreadsheet has this many parts)
        self,
        path: str,
        message: str,
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        cell: str | None = None,
        value: str | None = None,
        rule: str = "table",
        fix: str = "",
    ) -> None:
        place = [path]
        if sheet:
            place.append(f"sheet {sheet}")
        if cell:
            place.append(f"cell {cell}")
        elif row is not None:
            place.append(f"row {row}")
        if column:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.sheet = sheet
        self.row = row
        self.column = column
        self.cell = cell
        self.value = value
        self.rule = rule
        self.fix = fix
        self._problem = message

    @property
    def problem(self) -> str:
        """What is wrong, without where and what to do."""
        return self._problem


class TextError(SynthesisError):
    """A text cannot be read, or cannot be given to a paper. One line for each file; the others go on."""

    slug = "text"

    def __init__(self, path: str, message: str, *, rule: str = "text", fix: str = "") -> None:
        super().__init__(f"{path}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.rule = rule
        self.fix = fix


class ReferencesError(SynthesisError):
    """A file of references cannot be read at all. One line for each file; the others go on."""

    slug = "references"

    def __init__(
        self, path: str, message: str, *, line: int | None = None, rule: str = "format", fix: str = ""
    ) -> None:
        where = path if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.line = line
        self.rule = rule
        self.fix = fix


class ExchangeError(SynthesisError):
    """A codebook or coded project of another tool cannot be read at all, or there is nothing to write for one."""

    slug = "exchange"

    def __init__(self, path: str, message: str, *, rule: str = "format", fix: str = "") -> None:
        super().__init__(f"{path}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.rule = rule
        self.fix = fix


class CodebookError(SynthesisError):
    """An influence, setting or term that the codebook does not know, or a codebook that contradicts itself."""

    slug = "codebook"

    def __init__(self, message: str, *, path: str, term: str | None = None, near: Sequence[str] = ()) -> None:
        super().__init__(f"{path}: {message}{did_you_mean(near)}")
        self.path = path
        self.term = term
        self.near = tuple(near)


class DataInvalid(SynthesisError):
    """Everything that is wrong with a review folder, collected; nothing was built."""

    slug = "data-invalid"

    def __init__(self, problems: Sequence[SynthesisError]) -> None:
        many = f"{len(problems)} problems" if len(problems) != 1 else "1 problem"
        super().__init__(f"{many} in the review folder; nothing was built and the previous graph is untouched.")
        self.problems = tuple(problems)

    def fields(self) -> dict[str, object]:
        """The collected problems as plain strings."""
        return {"problems": [str(problem) for problem in self.problems]}


class QueryFileError(SynthesisError):
    """A .cypher file breaks its contract."""

    slug = "query-file"

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}, line {line}: {message}")
        self.path = path
        self.line = line


class UnknownQuery(SynthesisError):
    """No query of this name."""

    slug = "unknown-query"

    def __init__(self, name: str, near: Sequence[str]) -> None:
        hint = did_you_mean(near) or " `narragraph query` lists them all."
        super().__init__(f'There is no query "{name}".{hint}')
        self.name = name
        self.near = tuple(near)


class ParameterError(SynthesisError):
    """A query parameter is missing, unknown, of the wrong type or out of range."""

    slug = "parameter"

    def __init__(self, query: str, parameter: str, value: object, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(f"{query}, parameter {parameter}: {message}{did_you_mean(near)}")
        self.query = query
        self.parameter = parameter
        self.value = value
        self.near = tuple(near)


class NotFound(SynthesisError):
    """An id that the graph does not hold."""

    slug = "not-found"

    def __init__(self, label: str, id_: str, near: Sequence[str] = ()) -> None:
        super().__init__(f'There is no {label} with the id "{id_}".{did_you_mean(near)}')
        self.label = label
        self.id = id_
        self.near = tuple(near)


class RowsLost(SynthesisError):
    """A write handled fewer or more rows than were sent; the engine drops rows without an error of its own."""

    slug = "rows-lost"

    def __init__(self, query: str, sent: int, handled: int) -> None:
        super().__init__(
            f"{query}: {sent} rows were sent and {handled} handled. The graph was not published; run the build again, "
            "and report this if it repeats."
        )
        self.query = query
        self.sent = sent
        self.handled = handled


class StaleWrite(SynthesisError):
    """Something counted on one revision was to be written into a graph that shows another by now."""

    slug = "stale-write"

    def __init__(self, counted: str, shown: str) -> None:
        super().__init__(
            f"The pairs were counted on revision {counted[:12]}, and the graph shows {shown[:12]} by now: a build came "
            "in between. Nothing was written; run the command again."
        )
        self.counted = counted
        self.shown = shown


class GraphMissing(SynthesisError):
    """No graph was built for this folder yet."""

    slug = "graph-missing"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no graph has been built here yet. Run `narragraph build`.")
        self.path = path


class GraphDamaged(SynthesisError):
    """The graph file cannot be trusted: flipped bytes, another version, or not ours."""

    slug = "graph-damaged"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}. Nothing is lost: run `narragraph build` to make it again from the folder.")
        self.path = path
        self.reason = reason


class GraphOfAnotherReview(SynthesisError):
    """The graph or server holds a different review than the folder."""

    slug = "another-review"

    def __init__(self, place: str, holds: str | None, wanted: str) -> None:
        what = f'the review "{holds}"' if holds else "nodes that narragraph did not make under the names of its own"
        super().__init__(
            f'{place} holds {what}, but this folder is "{wanted}". Use another database or folder, '
            f"or empty it first; narragraph does not mix two reviews in one graph."
        )
        self.place = place
        self.holds = holds
        self.wanted = wanted


class BuildInProgress(SynthesisError):
    """Two builds of one folder at once."""

    slug = "build-in-progress"

    def __init__(self, path: str, *, pid: int | None = None, host: str | None = None, since: str | None = None) -> None:
        who = f" (process {pid} on {host}, since {since})" if pid else ""
        super().__init__(
            f"{path}: another build of this folder is running{who}. Wait for it to end, then run it again."
        )
        self.path = path
        self.pid = pid
        self.host = host
        self.since = since


class FolderNotWritable(SynthesisError):
    """A read-only folder or a full disk."""

    slug = "folder-not-writable"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}. The previous graph, if there was one, is untouched and still answers.")
        self.path = path
        self.reason = reason


class LedgerError(SynthesisError):
    """A line of a decision ledger is not what was written: edited, doubled, out of order, or of a newer version."""

    slug = "ledger"

    def __init__(self, path: str, line: int, message: str, *, fix: str = "") -> None:
        super().__init__(f"{path}, line {line}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.line = line
        self.fix = fix


class NotSaved(SynthesisError):
    """A decision could not be written to its ledger; the ledger is exactly as it was before."""

    slug = "not-saved"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: the decision was NOT saved: {reason}. The ledger is as it was before; decide again.")
        self.path = path
        self.reason = reason


class DecisionRefused(SynthesisError):
    """A decision that contradicts itself, the ledger or review.toml; nothing was written."""

    slug = "decision"

    def __init__(self, message: str, *, term: str | None = None, near: Sequence[str] = ()) -> None:
        super().__init__(f"{message}{did_you_mean(near)} Nothing was written.")
        self.term = term
        self.near = tuple(near)


class DatabaseUnavailable(SynthesisError):
    """The server cannot be reached, refuses the login, or is of a version that is not supported."""

    slug = "database-unavailable"

    def __init__(self, uri: str, reason: str) -> None:
        super().__init__(f"{uri}: {reason}")
        self.uri = uri
        self.reason = reason


class WorkersUnavailable(SynthesisError):
    """Nobody answers at an address that should tag texts, or what answers there would tag otherwise."""

    slug = "workers-unavailable"

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class EngineError(SynthesisError):
    """The engine refused a statement that passed every check of ours: a defect to report."""

    slug = "engine"

    def __init__(self, engine: str, query: str, reason: str) -> None:
        super().__init__(f"{engine} refused {query}: {reason}")
        self.engine = engine
        self.query = query
        self.reason = reason


class ReleaseError(SynthesisError):
    """A release or backup cannot be made now, or what should be one cannot be read as one."""

    slug = "release"

    def __init__(self, path: str, message: str, *, fix: str = "") -> None:
        super().__init__(f"{path}: {message}" + (f" {fix}" if fix else ""))
        self.path = path
        self.fix = fix


class BulkError(SynthesisError):
    """The files of Neo4j's offline importer cannot be written, or the importer cannot be run or has failed."""

    slug = "bulk"

    def __init__(self, place: str, message: str, *, fix: str = "") -> None:
        super().__init__(f"{place}: {message}." + (f" {fix}" if fix else ""))
        self.place = place
        self.fix = fix


class TooLarge(SynthesisError):
    """A build that needs more memory or disk than there is; nothing was begun."""

    slug = "too-large"

    def __init__(self, path: str, message: str, *, fix: str) -> None:
        super().__init__(f"{path}: {message}. Nothing was begun. {fix}")
        self.path = path
        self.fix = fix
