"""`narragraph codebook`: the codebook as the ledgers change it, and changes of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.codebook_change import Options
from cli.folder import review_folder
from cli.options import FolderOption, FormOption, Json
from cli.reading import decided
from cli.rows import Form
from cli.terminal import Terminal
from graph.errors import ReviewFolderError

if TYPE_CHECKING:
    from cli.curated import Curated
    from curation.entries import Body


class Action(StrEnum):
    """What to do with the codebook."""

    SHOW = "show"
    CHANGES = "changes"
    PREVIEW = "preview"
    ADD = "add"
    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"
    UNDO = "undo"
    FREEZE = "freeze"


TAKES: Mapping[Action, tuple[int, tuple[str, ...]]] = {
    Action.SHOW: (0, ()),
    Action.CHANGES: (0, ()),
    Action.ADD: (1, ("name", "under", "definition", "includes", "excludes", "example")),
    Action.RENAME: (1, ("name",)),
    Action.MOVE: (1, ("under", "top")),
    Action.MERGE: (1, ("into",)),
    Action.SPLIT: (1, ("made",)),
    Action.RETIRE: (1, ()),
    Action.UNDO: (1, ()),
    Action.FREEZE: (0, ()),
}
"""Action -> how many words come after it, and which options are its own."""

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="show|changes|[preview] add|rename|move|merge|split|retire ID|undo ENTRY|freeze",
        help="What to do, and with which influence or entry.",
        show_default=False,
    ),
]
Name = Annotated[str | None, typer.Option("--name", help="add, rename: the name.", show_default=False)]
Under = Annotated[
    str | None, typer.Option("--under", metavar="ID", help="add, move: the broader influence.", show_default=False)
]
Top = Annotated[bool, typer.Option("--top", help="move: under no other.")]
Into = Annotated[str | None, typer.Option("--into", metavar="ID", help="merge: which stays.", show_default=False)]
Made = Annotated[
    list[str] | None, typer.Option("--made", metavar="ID=NAME", help="split: a new influence; twice or more.")
]
Definition = Annotated[str | None, typer.Option("--definition", help="add: what it means.", show_default=False)]
Includes = Annotated[str | None, typer.Option("--includes", help="add: what belongs to it.", show_default=False)]
Excludes = Annotated[str | None, typer.Option("--excludes", help="add: what does not.", show_default=False)]
Example = Annotated[str | None, typer.Option("--example", help="add: an example.", show_default=False)]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; kept with the change.", show_default=False)]
Curator = Annotated[
    str | None, typer.Option("--curator", metavar="ID", help="Who changes it: an adjudicator.", show_default=False)
]
Device = Annotated[
    str | None,
    typer.Option("--device", metavar="NAME", help="Name of the ledger file. Default: terminal-<this machine>."),
]


def codebook(
    context: typer.Context,
    words: Words,
    folder: FolderOption = None,
    name: Name = None,
    under: Under = None,
    top: Top = False,
    into: Into = None,
    made: Made = None,
    definition: Definition = None,
    includes: Includes = None,
    excludes: Excludes = None,
    example: Example = None,
    reason: Reason = None,
    curator: Curator = None,
    device: Device = None,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Show and change the codebook. A change is an entry of a ledger; the files stay as they are until `freeze`.

    `preview` before a change says what it would do, and writes nothing: narragraph codebook preview merge pay
    --into rewards. A merge takes findings, phrases and children along. A split retires the influence; its findings stay
    on it until each is decided on again. `freeze` writes codebook.csv, terms.csv and phrases.csv as they are now.
    """
    from cli.codebook_shown import changes_rows, codebook_rows, shown

    terminal: Terminal = context.obj
    options = Options(name, under, top, into, tuple(made or ()), definition, includes, excludes, example, reason)
    action, word, previewed = _read(words, options.given())
    place = review_folder(folder)
    if action in {Action.SHOW, Action.CHANGES}:
        rows: Callable[[Curated], list[dict[str, object]]] = codebook_rows if action is Action.SHOW else changes_rows
        shown(_curated(place, terminal), rows, form, as_json=as_json)
        return
    if previewed:
        _preview(_curated(place, terminal), action, word, options, form=Form.JSON if as_json else form)
        return
    _act(place, action, word, options, (curator, device), terminal)


def _read(words: Sequence[str], given: Sequence[str]) -> tuple[Action, str, bool]:
    """The action, its word, and whether it is only previewed. Raises BadParameter."""
    previewed = words[0] == Action.PREVIEW
    left = words[1:] if previewed else words
    actions = [action.value for action in Action if action is not Action.PREVIEW]
    changing = [*actions[2:-2]]
    if not left or left[0] not in (changing if previewed else actions):
        known = ", ".join(changing if previewed else ["preview", *actions])
        said = f'"{left[0]}" is none' if left else "name a change"
        raise typer.BadParameter(f"{said}. {'Previewed can be' if previewed else 'There are'}: {known}")
    action = Action(left[0])
    many, own = TAKES[action]
    least = 0 if action is Action.UNDO else many
    if not least <= len(left) - 1 <= many:
        what = "the entry to take back" if action is Action.UNDO else "one influence by its id" if many else "nothing"
        raise typer.BadParameter(f"`codebook {action}` takes {what} after it")
    for option in given:
        if option not in own:
            raise typer.BadParameter(f"--{option} does not go with `codebook {action}`")
    return action, left[1] if len(left) > 1 else "", previewed


def _curated(place: Path, terminal: Terminal) -> Curated:
    with terminal.progress() as progress:
        curated = decided(place, terminal, progress)
    if curated.known is None or curated.ingested.report.problems:
        raise ReviewFolderError(str(place), "the folder has problems. `narragraph check` lists them all.")
    return curated


def _preview(curated: Curated, action: Action, word: str, options: Options, *, form: Form | None) -> None:
    from cli.codebook_change import change_of
    from cli.codebook_shown import show_preview
    from curation.codebook_fits import check_fits

    change = change_of(curated, action.value, word, options)
    check_fits(curated.base, curated.state.changes, change)
    show_preview(curated, change, form)


def _act(
    place: Path, action: Action, word: str, options: Options, who: tuple[str | None, str | None], terminal: Terminal
) -> None:
    """Write the entry, when it fits the codebook as it is now."""
    from cli.codebook_change import change_of, undo_of
    from cli.decide_who import roles, the_curator, the_device
    from curation.apply import Base
    from curation.codebook_fits import check_fits
    from curation.entries import Draft, Undo
    from curation.ledger_only import LedgerOnly

    curator, device = the_curator(roles(place), who[0]), the_device(who[1])
    curated = _curated(place, terminal)
    assert curated.known is not None  # noqa: S101  (asked when it was read)
    acts = LedgerOnly(place, Base(curated.known, curated.inputs))

    def write(body: Body) -> str:
        return acts.act(Draft(curator, device, secrets.token_hex(10), body)).entry.id

    if action is Action.FREEZE:
        from cli.freeze import freeze

        _say_frozen(freeze(place, curated, write, options.reason), terminal)
        return
    body = (
        undo_of(curated, curator, word, options)
        if action is Action.UNDO
        else change_of(curated, action.value, word, options)
    )
    check_fits(curated.base, curated.state.changes, body)
    from cli.codebook_shown import told

    typer.echo(f"{write(body)}  {told(curated, body)}")
    back = "" if isinstance(body, Undo) else "; `narragraph codebook undo` takes it back"
    terminal.say(f"`narragraph build` carries it into the graph{back}.")


def _say_frozen(files: Sequence[str], terminal: Terminal) -> None:
    if not files:
        typer.echo("Nothing is to be frozen: the files hold every change already.")
        return
    typer.echo(f"Written: {', '.join(files)}")
    terminal.say("The ledgers keep the changes; they are in the files now and do nothing more. The counts stay equal.")
