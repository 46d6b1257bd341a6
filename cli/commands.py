"""Which commands there are. The module of each is imported when the command is called, not to print what there is."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from cli.summaries import SUMMARIES

COMMANDS: Mapping[str, str] = {
    "init": "cli.init",
    "check": "cli.check",
    "build": "cli.build",
    "query": "cli.query",
    "numbers": "cli.numbers",
    "chart": "cli.chart",
    "export": "cli.export",
    "cypher": "cli.cypher",
    "diff": "cli.diff",
    "tag": "cli.tag",
    "queue": "cli.queue",
    "decide": "cli.decide",
    "ledgers": "cli.ledgers",
    "agreement": "cli.agreement",
    "codebook": "cli.codebook",
    "explain": "cli.explain",
    "evaluate": "cli.evaluate",
    "terms": "cli.terms",
    "references": "cli.references",
    "dedupe": "cli.dedupe",
    "enrich": "cli.enrich",
    "prisma": "cli.prisma",
    "report": "cli.report",
    "brief": "cli.brief",
    "release": "cli.release",
    "backup": "cli.backup",
    "restore": "cli.restore",
    "verify": "cli.verify",
    "serve": "cli.serve",
    "token": "cli.tokens",
    "doctor": "cli.doctor",
    "survey": "cli.survey",
}
"""Command -> the module that has a function of that name, or an app of further commands; in the order of the help."""
_WORDS_OF_ITS_OWN = {"ignore_unknown_options": True, "help_option_names": list[str]()}
_SETTINGS: Mapping[str, dict[str, Any]] = {
    "query": _WORDS_OF_ITS_OWN,
    "numbers": _WORDS_OF_ITS_OWN,
    "chart": _WORDS_OF_ITS_OWN,
    "export": {"ignore_unknown_options": True},
}


class Later(TyperCommand):
    """A command that is known by its name and its first sentence until it is called."""

    def make_context(self, *given: Any, **more: Any) -> Any:
        """The context of the command itself, whose module is imported now."""
        return loaded(self.name or "").make_context(*given, **more)


class Commands(TyperGroup):
    """All commands of COMMANDS, each of them for later."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {name: Later(name, help=SUMMARIES.get(name), rich_markup_mode=None) for name in COMMANDS}


def loaded(name: str) -> Any:
    """A command of COMMANDS as its module has it, with its options."""
    found = getattr(import_module(COMMANDS[name]), name)
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, context_settings=_SETTINGS.get(name))(found)
    return typer.main.get_command(app)
