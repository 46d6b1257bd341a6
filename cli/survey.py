"""`narragraph survey`: the measure made of influences, and what people at sites answered; one file for each command."""

from __future__ import annotations

import typer

from cli.survey_beside import beside
from cli.survey_check import check
from cli.survey_describe import describe
from cli.survey_draft import draft
from cli.survey_items import items
from cli.survey_reliability import reliability
from cli.survey_sites import sites
from cli.survey_validity import validity

survey = typer.Typer(
    name="survey",
    help="The measure made of influences, its ratings at sites, and both beside the literature.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@survey.callback()
def listed(context: typer.Context) -> None:
    """Without a command: what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


survey.command()(draft)
survey.command()(check)
survey.command()(items)
survey.command()(beside)
survey.command()(describe)
survey.command()(reliability)
survey.command()(validity)
survey.command()(sites)
