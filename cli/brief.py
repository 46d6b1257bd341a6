"""`narragraph brief`: one or two pages for the manager of a site, in the language of the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import config_for, review_folder
from cli.options import EngineOption, FolderOption
from cli.terminal import Terminal
from graph.errors import ConfigError
from graph.whole import appears_whole

if TYPE_CHECKING:
    from synthesis.survey.brief import Brief

STDOUT = Path("-")
OURS = 'name="generator" content="narragraph'
ENDINGS = (".html", ".docx")
SiteWord = Annotated[str, typer.Argument(metavar="SITE", help="The site, by name or id.", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="Ends in .html or .docx; - is stdout. Default: brief-SITE.html.",
        show_default=False,
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="TAG", help="Default: that of the site, else English.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no earlier brief.")]


def brief(
    context: typer.Context,
    site: SiteWord,
    folder: FolderOption = None,
    out: Out = None,
    language: Language = None,
    force: Force = False,
    engine: EngineOption = None,
) -> None:
    """Write the brief of a site: what is reported, how it is rated there, and what to settle before starting.

    For each influence of the measure: what it is, how often and which way it is reported, also in settings like this
    one, the site's own ratings beside the others', questions with the passages they come from, and what is not known.
    It comes from the graph; what is too small to be shown there is not shown here.
    """
    from api.report.brief import html

    terminal: Terminal = context.obj
    place = review_folder(folder)
    if out is not None:
        _check(out, force=force)
    made = _made(place, site, language, engine)
    target = out if out is not None else Path(f"brief-{made.site_id.rpartition('/')[2]}.html")
    ending = _check(target, force=force)
    page = html(made, review=None if folder is None else str(folder))
    if target == STDOUT:
        sys.stdout.write(page)
        sys.stdout.flush()
        return
    with appears_whole(target) as temporary:
        if ending == ".docx":
            from api.report.word import word
            from api.report.word_look import BRIEF

            temporary.write_bytes(word(page, BRIEF))
        else:
            temporary.write_text(page, encoding="utf-8", errors="replace")
    terminal.say(f"Written: {target}, on {made.site} in {made.language}, {len(made.parts)} influences.")


def _made(folder: Path, site: str, language: str | None, engine: EngineOption) -> Brief:
    from api.brief_source import brief_of
    from graph.fetch import fetch
    from graph.store import open_graph
    from synthesis.evidence import evidence

    database = open_graph(folder, config_for(engine))
    try:
        return brief_of(database, evidence(fetch(database)), site, language, folder)
    finally:
        database.close()


def _check(out: Path, *, force: bool) -> str:
    """The ending. Raises ConfigError for another ending, no folder, or a file that is no earlier brief."""
    if out == STDOUT:
        return ENDINGS[0]
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise ConfigError("--out", f'"{out}" ends in nothing that can be written. Use .html or .docx.')
    if not out.absolute().parent.is_dir():
        raise ConfigError("--out", f'there is no folder "{out.parent}". Make it first.')
    if out.is_dir():
        raise ConfigError("--out", f'"{out}" is a folder. Name a file.')
    if out.exists() and not force:
        # People write into a Word document: what they wrote must not be lost to a second run.
        if ending == ".docx":
            raise ConfigError("--out", f'"{out}" is there already; it is not replaced without --force.')
        with out.open(encoding="utf-8", errors="replace") as opened:
            if OURS not in opened.read(2000):
                raise ConfigError("--out", f'"{out}" is no earlier brief; it is not replaced without --force.')
    return ending
