"""Links that lead out of a review folder, or in a circle: nothing behind them is read, and nothing is written there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import Here
from deciding import decided, draft, suggestion
from review_folders import CODEBOOK, write_folder
from survey_folders import LONG

from cli.enrich_kept import Kept
from cli.enrich_service import Service
from curation.append import append
from curation.ledger import read_ledgers
from graph.build import build
from graph.config import Config
from graph.errors import FolderNotWritable, LedgerError, NotSaved, ReferencesError, SynthesisError
from graph.store import graph_home
from ingest.exchange.kept import read_kept
from ingest.folder import read_folder

SECRET = "paper,influence,effect,setting\nSECRET,Training,helps,SECRET\n"
BODY = decided(suggestion())


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder beside the review folder, with one file; both are as they were afterwards."""
    place = tmp_path / "outside"
    place.mkdir()
    (place / "secret.csv").write_text(SECRET, encoding="utf-8")
    yield place
    assert [one.name for one in place.iterdir()] == ["secret.csv"]
    assert (place / "secret.csv").read_text(encoding="utf-8") == SECRET


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Here:
    """Runs commands in this process."""
    return Here(capfd)


def linked(file: Path, to: Path) -> Path:
    """A link in place of a file, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to(to)
    return file


def told(folder: Path) -> str:
    """What reading a folder says."""
    report = read_folder(folder).report
    return "\n".join([*map(str, report.problems), *report.warnings])


@pytest.mark.parametrize("path", ["decisions", "decisions/ann", "decisions/ann/laptop.jsonl", "decisions/bob"])
@pytest.mark.parametrize("inside", [True, False])
def test_decision_is_never_acknowledged_where_it_would_not_be_read(outside: Path, path: str, *, inside: bool) -> None:
    folder = outside.parent / "review"
    append(folder, draft("eve", "k", BODY))
    place = folder / "elsewhere" if inside else outside
    place.mkdir(exist_ok=True)
    if path == "decisions":
        (folder / path).rename(folder / "before")
    linked(folder / path, place / "new.jsonl" if path.endswith(".jsonl") else place)
    with pytest.raises((NotSaved, LedgerError), match="is a link"):
        append(folder, draft("ann", "k", BODY))
    with pytest.raises(LedgerError, match=rf"{re.escape(path)}, line 1: it is a link"):
        read_ledgers(folder)
    assert not inside or not list(place.iterdir())


def test_torn_end_is_not_moved_through_a_link(outside: Path) -> None:
    folder = outside.parent / "review"
    append(folder, draft("ann", "k", BODY))
    ledger = folder / "decisions" / "ann" / "laptop.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b'{"torn')
    linked(ledger.with_suffix(".torn"), outside / "secret.csv")
    before = ledger.read_bytes()
    with pytest.raises(NotSaved, match="is a link"):
        append(folder, draft("ann", "l", BODY))
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("place", [".narragraph", ".narragraph/graph", ".narragraph/texts", ".narragraph/live"])
@pytest.mark.parametrize("command", ["build DIR", "check DIR", "serve DIR --port 1", "tag DIR"])
def test_derived_files_lie_in_the_folder(outside: Path, run: Here, place: str, command: str) -> None:
    folder = write_folder(outside.parent / "review")
    linked(folder / place, outside)
    done = run(*(str(folder) if word == "DIR" else word for word in command.split()))
    assert f"{place} is a link to a place outside the review folder" in done.err, done
    assert "Traceback" not in done.err


def test_link_within_the_folder_is_followed(outside: Path, run: Here) -> None:
    folder = write_folder(outside.parent / "review")
    (folder / "big").mkdir()
    linked(folder / ".narragraph", folder / "big")
    assert run("build", str(folder)).code == 0
    assert list((folder / "big" / "graph").glob("*.lbug"))


def test_lock_of_a_build_is_no_link(outside: Path) -> None:
    folder = write_folder(outside.parent / "review")
    linked(graph_home(folder) / "build.lock", outside / "secret.csv")
    with pytest.raises(FolderNotWritable, match="symbolic links"):
        build(read_folder(folder).tables, folder, Config())


@pytest.mark.parametrize("path", ["citations", "citations/openalex", "citations/openalex/asked.csv"])
def test_log_of_what_was_asked_is_no_link(outside: Path, path: str) -> None:
    folder = write_folder(outside.parent / "review")
    linked(folder / path, outside / "secret.csv" if path.endswith(".csv") else outside)
    with pytest.raises(ReferencesError, match=r"citations/openalex/asked\.csv: it is a link to a place outside"):
        Kept(folder, Service.OPENALEX)


def said_by(read: Callable[[Path], object], folder: Path) -> str:
    """What reading says, or the error that it ends in."""
    try:
        return str(read(folder))
    except SynthesisError as error:
        return str(error)


def _circle(file: Path) -> None:
    linked(file, Path(file.name))


def _exchange(folder: Path) -> object:
    return read_kept(folder)


LINKS = {
    "review.toml": told,
    "texts/a.txt": told,
    "references/a.ris": told,
    "citations/a.csv": told,
    "codebook.csv": told,
    "duplicates.csv": told,
    "survey/instrument.csv": told,
    "survey/sites.csv": told,
    "survey/shown.json": told,
    "exchange.csv": _exchange,
}
ABSENT = LINKS.keys() - {"texts/a.txt", "references/a.ris"}
"""Files that need not be there: a link in a circle is none."""


@pytest.mark.parametrize(("path", "read"), LINKS.items(), ids=LINKS)
def test_what_lies_elsewhere_is_not_read(outside: Path, path: str, read: Callable[[Path], object]) -> None:
    folder = write_folder(outside.parent / "review")
    linked(folder / path, outside / "secret.csv")
    said = said_by(read, folder)
    assert f"{path}: it is a link to a place outside the review folder" in said
    assert "SECRET" not in said


@pytest.mark.parametrize(("path", "read"), LINKS.items(), ids=LINKS)
def test_link_in_a_circle_ends_in_a_sentence(tmp_path: Path, path: str, read: Callable[[Path], object]) -> None:
    folder = write_folder(tmp_path, codebook=None if path == "codebook.csv" else CODEBOOK)
    _circle(folder / path)
    said = said_by(read, folder)
    assert "link" in said or path in ABSENT, said


@pytest.mark.parametrize("path", ["../outside/secret.csv", "survey/link.csv", "{absolute}"])
@pytest.mark.parametrize("place", ["survey.ratings", "survey.outside", "appraisal"])
def test_tables_of_people_and_appraisals(outside: Path, path: str, place: str) -> None:
    path = path.format(absolute=outside / "secret.csv")
    more = {
        "survey.ratings": LONG.replace("survey/ratings.csv", path),
        "survey.outside": f'[survey.outside]\npath = "{path}"\nrespondent = "paper"\n',
        "appraisal": f'[[appraisal]]\npath = "{path}"\ntool = "x"\npaper = ["paper"]\noverall = "effect"\n',
    }[place]
    folder = write_folder(outside.parent / "review")
    with (folder / "review.toml").open("a", encoding="utf-8") as opened:
        opened.write(f"\n{more}")
    linked(folder / "survey" / "link.csv", outside / "secret.csv")
    said = told(folder)
    assert f"{path}: it lies outside the review folder" in said, said
    assert "SECRET" not in said


@pytest.mark.parametrize("path", ["review.toml", "tables"])
def test_init_writes_through_no_link(outside: Path, run: Here, path: str) -> None:
    folder = outside.parent / "review"
    linked(folder / path, outside if path == "tables" else outside / "new.toml")
    done = run("init", str(folder))
    assert done.code != 0
    assert "nothing is written through links" in done.err
