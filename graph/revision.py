"""The revision of a review folder: what went in, never when."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def revision_of(inputs: Mapping[str, str]) -> str:
    """SHA-256 (hex) over the sorted (path, SHA-256) pairs of every file that was read, ledger heads included."""
    whole = hashlib.sha256()
    for path, content in sorted(inputs.items()):
        whole.update(f"{path}\0{content}\n".encode())
    return whole.hexdigest()
