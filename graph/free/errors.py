"""Why a free statement was not answered. Every error says what to do; none repeats the statement or the parameters."""

from __future__ import annotations

from graph.errors import SynthesisError

WHY = {
    "seconds": "It ran for {most:g} s, which is the limit",
    "memory": "It needed more memory than the limit of {most:g} MB",
    "engine": "The engine broke down while it ran",
    "client": "Nobody waits for its answer any more",
}
FIXES = {
    "seconds": "Narrow it: start at an id, give paths of variable length an upper bound, leave no two patterns apart.",
    "memory": "Let it return fewer or smaller values, and count instead of collecting.",
    "engine": "Write it in a simpler form.",
    "client": "Ask again.",
}


class StatementRefused(SynthesisError):
    """A free statement that is not plainly one read-only statement; the graph was not asked."""

    slug = "statement-refused"

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        where = "" if line is None else f"line {line}, column {column}: "
        super().__init__(f"The statement was refused: {where}{message}")
        self.line = line
        self.column = column


class StatementFailed(SynthesisError):
    """The engine cannot read or run a free statement: a misspelt word, an unknown name, a wrong type."""

    slug = "statement-failed"

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"{engine} cannot run the statement: {reason}")
        self.engine = engine
        self.reason = reason


class StatementStopped(SynthesisError):
    """A free statement that met a limit and was stopped; there is no answer, not even a part."""

    slug = "statement-stopped"

    def __init__(self, limit: str, most: float = 0) -> None:
        super().__init__(f"The statement was stopped. {WHY[limit].format(most=most)}. {FIXES[limit]}")
        self.limit = limit
        self.most = most


class TooManyStatements(SynthesisError):
    """As many free statements as may run at once are running; this one was not begun."""

    slug = "too-many-statements"

    def __init__(self, at_once: int, retry_after: int) -> None:
        running = "1 free statement is" if at_once == 1 else f"{at_once} free statements are"
        super().__init__(f"{running} running, and no more may at once. Ask again in {retry_after} seconds.")
        self.at_once = at_once
        self.retry_after = retry_after


class CypherOff(SynthesisError):
    """Free Cypher was not turned on for this review or server, or cannot be made safe on this system."""

    slug = "cypher-off"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Free Cypher is off: {reason} Named queries need nothing: `narragraph query` lists them.")
        self.reason = reason
