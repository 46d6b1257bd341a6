"""`narragraph init`: a review folder to start from, empty or guessed from a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.folder import MARK
from cli.skeleton import empty_folder
from cli.terminal import Terminal
from graph.errors import ConfigError
from graph.ids import slug
from graph.links import lies_elsewhere
from graph.whole import appears_whole

PROJECTS = frozenset({".qdpx", ".qdc", ".qde", ".sqlite3", ".sqlite", ".db", ".json"})
"""What --from takes for a project of another tool, and not for a table."""
Target = Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make or to fill.", show_default=False)]
From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="A table to describe, or a project of another tool: .qdpx, .qdc, Taguette's .sqlite3, EPPI's .json.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, write nothing.")]


def init(context: typer.Context, target: Target, table: From = None, dry_run: DryRun = False) -> None:
    """Make a review folder: review.toml, codebook.csv, terms.csv, phrases.csv, mappings.csv, tables/, .gitignore.

    With --from, the table is copied into tables/ and review.toml says how it is read, with the reasons as comments.
    From a project, codes become influences and codings become marks of their coders; import-report.md names the rest.
    Nothing that exists is overwritten.
    """
    terminal: Terminal = context.obj
    if (target / MARK).exists():
        raise ConfigError("DIR", f'"{target}" already holds a {MARK}; nothing was written. Use another folder.')
    if target.exists() and not target.is_dir():
        raise ConfigError("DIR", f'"{target}" is a file. Give the name of a folder.')
    if table is not None and table.suffix.lower() in PROJECTS:
        from cli.init_from_project import init_from_project

        init_from_project(target, table, terminal, dry_run=dry_run)
        return
    if table is not None:
        from cli.first_mapping import init_from_table

        init_from_table(target, table, terminal, dry_run=dry_run)
        return
    files = empty_folder(review_id(target), review_title(target))
    write_files(target, files, terminal, dry_run=dry_run)
    terminal.say(
        f"Next: put your extraction table into {target / 'tables'}, describe it in {target / MARK} "
        f"(every key is explained there), then run `narragraph check {target}`. "
        "`narragraph init DIR --from TABLE` writes a first description by itself."
    )


def review_id(target: Path) -> str:
    """An id for review.toml from the name of the folder: small letters, digits and hyphens, at most 40."""
    name = slug(target.resolve().name).replace(".", "-").replace("_", "-")
    plain = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter == "-"))
    return plain.strip("-")[:40].strip("-") or "review"


def review_title(target: Path) -> str:
    """A title from the name of the folder."""
    words = target.resolve().name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Review"


def refuse_outside(target: Path, file: Path) -> None:
    """Raises ConfigError for a file of a folder that lies elsewhere, because it or a folder above it is a link."""
    if lies_elsewhere(target, file):
        message = f'"{file}" is a link to another place, or lies in one, and nothing is written through links.'
        raise ConfigError("DIR", f"{message} Put the file or folder itself there.")


def write_files(target: Path, files: dict[str, str], terminal: Terminal, *, dry_run: bool) -> None:
    """Write every file that is not there yet, and say what happened to each."""
    for name, text in files.items():
        file = target / name
        refuse_outside(target, file)
        if file.exists():
            terminal.say(f"kept      {file}")
            continue
        terminal.say(f"{'would write' if dry_run else 'written  '} {file}")
        if not dry_run:
            file.parent.mkdir(parents=True, exist_ok=True)
            with appears_whole(file) as temporary:
                temporary.write_text(text, encoding="utf-8")
