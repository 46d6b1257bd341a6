"""The graph room: vocabulary, ids, errors, query files, engines and the build. It uses no other room."""

from functools import cache


@cache
def version() -> str:
    """The installed version of narragraph; `unknown` when it runs from files that were never installed."""
    from importlib.metadata import PackageNotFoundError  # takes longer than the rest of `narragraph --help`
    from importlib.metadata import version as installed

    try:
        return installed("narragraph")
    except PackageNotFoundError:
        return "unknown"
