"""Who asks from a browser: a signed cookie that names a curator, and a second secret that every form repeats.

The key lies in .narragraph/session.key (0600): deleting it signs everybody out. Where tokens are needed, the hash of
the token is part of the signature, so that a token that is taken away ends its sessions.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph.store import HOME

COOKIE = "narragraph"
FIELD = "csrf"
"""The form field, and with X- and CSRF the header, that repeats the secret of a session."""
HEADER = "x-csrf-token"
LASTS = 30 * 24 * 3600
"""Seconds that a session lasts."""


@dataclass(frozen=True)
class Session:
    """One signed-in browser. `token`: the name of the token that it signed in with, null on loopback."""

    curator: str
    token: str | None
    nonce: str
    since: int


class Sessions:
    """Makes and reads cookies."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        """`key` is asked for once, when the first cookie is made or read."""
        self._made = key

    @cached_property
    def _key(self) -> bytes:
        return self._made()

    def begin(self, curator: str, token: str | None = None, token_hash: str = "") -> str:
        """The cookie of a new session."""
        said = json.dumps([curator, token, secrets.token_urlsafe(12), int(time.time())]).encode()
        return f"{_packed(said)}.{self._signed(said, token_hash)}"

    def read(self, cookie: str) -> Session | None:
        """What a cookie says of itself, not believed yet: `holds` checks it."""
        try:
            curator, token, nonce, since = json.loads(_unpacked(cookie.partition(".")[0]))
            if isinstance(curator, str) and isinstance(nonce, str) and isinstance(since, int):
                return Session(curator, token if isinstance(token, str) else None, nonce, since)
        except (ValueError, TypeError, RecursionError):
            pass
        return None

    def holds(self, cookie: str, session: Session, token_hash: str = "") -> bool:
        """Whether this server signed the cookie, and it has not run out."""
        packed, _, signature = cookie.partition(".")
        try:
            said = _unpacked(packed)
        except ValueError:
            return False
        fresh = time.time() - session.since < LASTS
        return hmac.compare_digest(signature.encode(), self._signed(said, token_hash).encode()) and fresh

    def csrf(self, session: Session) -> str:
        """What forms of this session carry."""
        return hmac.new(self._key, f"csrf {session.nonce} {session.curator}".encode(), hashlib.sha256).hexdigest()[:32]

    def _signed(self, said: bytes, token_hash: str) -> str:
        return hmac.new(self._key, said + b"\n" + token_hash.encode(), hashlib.sha256).hexdigest()


def session_key(folder: Path) -> bytes:
    """The key of a folder's sessions, made when there is none; one for this run where nothing can be written."""
    file = folder / HOME / "session.key"
    try:
        file.parent.mkdir(exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        held = file.read_bytes()
        return held if len(held) == 32 else secrets.token_bytes(32)
    except OSError:
        return secrets.token_bytes(32)
    made = secrets.token_bytes(32)
    with os.fdopen(handle, "wb") as opened:
        opened.write(made)
    return made


def _packed(said: bytes) -> str:
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
