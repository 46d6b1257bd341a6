"""The graph room: vocabulary, ids, errors, query files, engines and the build. It uses no other room."""

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _installed


@cache
def version() -> str:
    """The installed version of narragraph; `unknown` when it runs from files that were never installed."""
    try:
        return _installed("narragraph")
    except PackageNotFoundError:
        return "unknown"
