"""`narragraph enrich`: what the review's papers cite, from OpenAlex or Crossref; nothing is asked without --yes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from cli.enrich_service import SERVERS, Service
from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder
from cli.reading import read
from cli.terminal import Terminal
from graph.errors import ConfigError, DataInvalid

if TYPE_CHECKING:
    from cli.enrich_ask import Asker
    from cli.enrich_kept import Kept
    from ingest.folder import Ingested

From = Annotated[Service, typer.Option("--from", help="Who is asked. Crossref gives the DOIs of what a paper cites.")]
Every = Annotated[bool, typer.Option("--all", help="All papers with a DOI, not only the included ones.")]
Most = Annotated[int, typer.Option("--most", min=1, max=100_000, help="Requests at most, tries again included.")]
Mailto = Annotated[
    str | None,
    typer.Option("--mailto", metavar="ADDRESS", help="Your address, which is sent along.", show_default=False),
]
PerSecond = Annotated[float, typer.Option("--per-second", min=0.01, max=1000, help="Requests in a second at most.")]
Wait = Annotated[
    float, typer.Option("--wait", min=0, max=60, help="Seconds before asking again; doubled with each try.")
]
Server = Annotated[
    str | None, typer.Option("--server", metavar="URL", help="Another server with the same API.", show_default=False)
]
Again = Annotated[bool, typer.Option("--again", help="Ask anew about what was answered already.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask. Without it nothing leaves this machine.")]
SHOWN = 10
_ADDRESS = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")


def enrich(
    context: typer.Context,
    folder: Folder = None,
    service: From = Service.CROSSREF,
    every: Every = False,
    most: Most = 100,
    mailto: Mailto = None,
    per_second: PerSecond = 2.0,
    wait: Wait = 1.0,
    server: Server = None,
    again: Again = False,
    yes: Yes = False,
) -> None:
    """Fetch what the review's papers cite, by DOI, into citations/. Without --yes it only says what it would ask.

    One request for each DOI, slowly, with your address, as both services ask for it. Answers are kept as they came,
    with date and SHA-256 in citations/<service>/asked.csv, and never asked for twice; a run that was stopped goes on
    where it was. The next build makes citations of them: `narragraph query cited_not_screened`.
    """
    from cli.enrich_ask import Asker
    from cli.enrich_kept import Kept

    terminal: Terminal = context.obj
    place = review_folder(folder)
    asker = Asker(service, _server(server or SERVERS[service]), _address(mailto, yes), most, per_second, wait)
    ingested = read(place, terminal, strict=False)
    if ingested.report.problems:
        raise DataInvalid(ingested.report.problems)
    dois = _dois(ingested, every)
    kept = Kept(place, service)
    wanted = [doi for doi in dois if again or not kept.has(doi)]
    _announce(wanted, len(dois), asker, kept, terminal)
    if not yes:
        terminal.say("Nothing was asked. `--yes --mailto you@example.org` asks.")
    elif wanted:
        _run(wanted, asker, kept, terminal)


def _server(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ConfigError("--server", f'"{url}" is no address such as https://api.crossref.org.')
    return url


def _address(mailto: str | None, yes: bool) -> str:
    if mailto is None and yes:
        raise ConfigError("--mailto", "say who asks, such as `--mailto you@example.org`: both services ask for it.")
    if mailto is not None and not _ADDRESS.fullmatch(mailto):
        raise ConfigError("--mailto", f'"{mailto}" is no address of a mailbox.')
    return mailto or ""


def _dois(ingested: Ingested, every: bool) -> list[str]:
    """DOIs of papers, each once, in order of the papers."""
    from graph.ids import normal_doi

    rows = ingested.tables.node("Paper").select(["doi", "status"]).to_pylist()
    named = (normal_doi(row["doi"]) for row in rows if row["doi"] and (every or row["status"] in {None, "included"}))
    return list(dict.fromkeys(doi for doi in named if doi))


def _announce(wanted: list[str], papers: int, asker: Asker, kept: Kept, terminal: Terminal) -> None:
    held = papers - len(wanted)
    typer.echo(f"{papers:,} DOIs, {held:,} of them answered already; {len(wanted):,} to ask {asker.server} about.")
    for line in kept.asked.values():
        if line.file and line.doi in wanted and (state := kept.state(line)) != "kept":
            terminal.warn(f"{kept.home.name}/{line.file}: it is {state}; the DOI is asked about anew.")
    for doi in wanted[:SHOWN]:
        typer.echo(f"  {asker.url(doi)}")
    if len(wanted) > SHOWN:
        typer.echo(f"  and {len(wanted) - SHOWN:,} more")
    if len(wanted) > asker.most:
        terminal.say(f"At most {asker.most:,} requests are sent in one run (--most).")


def _run(wanted: list[str], asker: Asker, kept: Kept, terminal: Terminal) -> None:
    """Ask about each; whatever ends the run, what came is kept."""
    from cli.enrich_ask import NoAnswer, Spent

    answered, unknown = 0, 0
    ended, code = "", Code.FINE
    try:
        with terminal.progress() as progress:
            for number, doi in enumerate(wanted):
                progress(f"asking about {doi}", number, len(wanted))
                line = kept.keep(doi, asker.ask(doi), datetime.now(UTC).isoformat(timespec="seconds"))
                answered, unknown = answered + 1, unknown + (line.status == "404")
                if line.file and line.said:
                    terminal.warn(f"{doi}: {line.said}.")
    except Spent:
        ended = f"The requests of this run are used up (--most {asker.most})"
    except NoAnswer as error:
        ended, code = str(error).rstrip("."), Code.BACKEND_UNREACHABLE
    finally:
        dois = "1 DOI was" if answered == 1 else f"{answered:,} DOIs were"
        said = f"{dois} answered in {asker.requests:,} requests, {unknown:,} of them not known there"
        terminal.say(f"{said}; {len(wanted) - answered:,} are left.")
    if ended:
        terminal.warn(f"{ended}. The same command goes on where this run ended.")
        raise typer.Exit(code)
    terminal.say("Next: `narragraph build`, then `narragraph query cited_not_screened`.")
