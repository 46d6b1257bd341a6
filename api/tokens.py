"""Tokens of a server that is open to other machines: kept as hashes in one file that only its owner can read.

One JSON object a line: name, sha256 (of the token), added, scope. A token holds 256 random bits, so one plain SHA-256
is as good as a slow password hash: there is nothing to guess. The file is read again when it changes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from graph.config import PREFIX
from graph.errors import ConfigError
from graph.whole import appears_whole

VARIABLE = f"{PREFIX}TOKENS_FILE"
SIGN = "ngr_"
"""How every token begins, so that one that leaked can be recognised."""
NAME = re.compile(r"[a-z0-9-]{1,40}")


class Scope(StrEnum):
    """What a token is good for: reading, or reading and deciding under the name that it was made for."""

    READ = "read"
    DECIDE = "decide"


@dataclass(frozen=True)
class Token:
    """Who holds a token, its hash, when it was made (ISO 8601, UTC), and what it is good for."""

    name: str
    sha256: str
    added: str
    scope: Scope = Scope.READ


class TokenFile:
    """The tokens of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._tokens: tuple[Token, ...] = ()

    def tokens(self) -> tuple[Token, ...]:
        """All tokens. Raises ConfigError when the file is missing, open to others or not ours."""
        with self._lock:
            try:
                status = self.path.stat()
                stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
                if stat.S_IMODE(status.st_mode) & 0o077:
                    raise ConfigError(VARIABLE, f"others can read {self.path}. Run: chmod 600 {self.path}")
                if stamp != self._stamp:
                    self._tokens, self._stamp = _read(self.path), stamp
            except FileNotFoundError:
                message = f"there is no file {self.path}. Make a first token with `narragraph token add NAME`."
                raise ConfigError(VARIABLE, message) from None
            except OSError as error:
                raise ConfigError(VARIABLE, f"{self.path} cannot be read ({error.strerror}).") from error
            return self._tokens

    def known(self, token: str) -> Token | None:
        """The token that this is, or null; it takes the same time for every wrong one."""
        given = _hash(token)
        found = [known for known in self.tokens() if hmac.compare_digest(given, known.sha256)]
        return found[0] if found else None

    def named(self, name: str) -> Token | None:
        """The token that was made for a name."""
        return next((token for token in self.tokens() if token.name == name), None)

    def add(self, name: str, scope: Scope = Scope.READ) -> str:
        """Make a token for `name` and return it: the only time that anybody sees it. Raises ConfigError."""
        if not NAME.fullmatch(name):
            raise ConfigError("NAME", f'"{name}" is not a name for a token. Use 1 to 40 of a-z, 0-9 and hyphen.')
        held = self.tokens() if self.path.exists() else ()
        if any(token.name == name for token in held):
            message = f'"{name}" has a token already. Take it away first with `narragraph token remove {name}`.'
            raise ConfigError("NAME", message)
        made = SIGN + secrets.token_urlsafe(32)
        added = datetime.now(UTC).isoformat(timespec="seconds")
        self._write((*held, Token(name, _hash(made), added, scope)))
        return made

    def remove(self, name: str) -> None:
        """Take the token of `name` away; a running server refuses it from its next request on."""
        held = self.tokens()
        kept = tuple(token for token in held if token.name != name)
        if kept == held:
            raise ConfigError("NAME", f'"{name}" has no token. `narragraph token list` shows who has one.')
        self._write(kept)

    def _write(self, tokens: tuple[Token, ...]) -> None:
        lines = "".join(json.dumps(asdict(token)) + "\n" for token in tokens)
        with appears_whole(self.path) as temporary:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                os.fchmod(handle, 0o600)
                file.write(lines)


def _read(path: Path) -> tuple[Token, ...]:
    found = []
    # A byte that is no text becomes a character that stands in no token.
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        try:
            said = json.loads(line)
            found.append(Token(**{**said, "scope": Scope(said.get("scope", Scope.READ))}))
            if not re.fullmatch(r"[0-9a-f]{64}", found[-1].sha256):
                raise ValueError
        except (ValueError, TypeError, AttributeError, RecursionError):
            message = f"{path}, line {number} is no token. Only `narragraph token` writes this file."
            raise ConfigError(VARIABLE, message) from None
    return tuple(found)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
