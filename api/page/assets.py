"""The few files that a page loads, from this server alone. Their addresses change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

STATIC = Path(__file__).parent / "static"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
router = APIRouter()


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Name -> content and a short hash of it."""
    read = {file.name: file.read_bytes() for file in STATIC.iterdir() if file.suffix in TYPES}
    return {name: (content, hashlib.sha256(content).hexdigest()[:12]) for name, content in read.items()}


def address(name: str) -> str:
    """Where a page finds a file."""
    return f"/static/{name}?v={_files()[name][1]}"


@router.get("/static/{name}", include_in_schema=False)
def static(name: str) -> Response:
    """One file; it may be kept for ever under its address."""
    found = _files().get(name)
    if found is None:
        raise HTTPException(404)
    kept = {"Cache-Control": "public, max-age=31536000, immutable", "ETag": f'"{found[1]}"'}
    return Response(found[0], media_type=TYPES[Path(name).suffix], headers=kept)
