"""`narragraph backup` and `restore`: nothing acknowledged is lost, nothing torn, nothing replaced, nothing trusted."""

from __future__ import annotations

import fcntl
import io
import json
import shutil
import stat
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Here
from deciding import decided, draft, suggestion
from released import hidden_marks, pending_review

from cli.backup_copy import copy_folder, ledgers_at_rest
from cli.main import run
from curation.append import Writer
from curation.ledger import locked, read_ledgers
from graph import release_zip
from graph.config import Config
from graph.errors import LedgerError
from graph.store import published

MANIFEST = "manifest-sha256.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built review folder with a pending blind decision, and with what no backup may hold. Read only."""
    place = pending_review(tmp_path_factory.mktemp("one") / "review")
    (place / ".narragraph" / "session.key").write_bytes(b"the key of every session")
    (place / "tokens.jsonl").write_text("hashes of tokens", encoding="utf-8")
    (place / "notes.txt").write_text("read by nothing, and not to be made again", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup as a folder. Read only: tests change copies."""
    out = tmp_path_factory.mktemp("backups") / "backup"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NARRAGRAPH_TOKENS_FILE", str(folder / "tokens.jsonl"))
        assert run(["backup", str(folder), "--out", str(out), "-q"]) == 0
    return out


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A backup to spoil."""
    return shutil.copytree(made, tmp_path / "backup")


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that a small bomb goes beyond."""
    monkeypatch.setattr(release_zip, "MOST_UNPACKED", 2_000_000)


def contents(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of everything below a folder."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def said(narragraph: Here, *words: object) -> tuple[int, str]:
    """Exit code and the words of both streams in one line."""
    ran = narragraph(*words)
    return ran.code, " ".join(f"{ran.out} {ran.err}".split())


def test_backup_holds_what_cannot_be_made_again_and_nothing_else(folder: Path, made: Path) -> None:
    there = {path: content for path, content in contents(folder).items() if not path.startswith(".")}
    del there["tokens.jsonl"]
    assert contents(made / "files") == there
    assert {path.partition("/")[0] for path in contents(made)} == {"files", "backup.json", MANIFEST}
    assert hidden_marks(folder)[0] in (made / "files" / "decisions" / "ann" / "laptop.jsonl").read_bytes()
    facts = json.loads((made / "backup.json").read_text(encoding="utf-8"))
    assert facts["revision"] == published(folder).revision, "a build of the backup gives the graph that was there"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    done = subprocess.run(["sha256sum", "-c", "--strict", MANIFEST], cwd=made, capture_output=True, check=True)
    assert done.stdout.count(b": OK") == len(contents(made)) - 1


def test_restored_zip_is_the_folder_again_and_leaves_nothing_beside_it(
    narragraph: Here, folder: Path, made: Path, tmp_path: Path
) -> None:
    code, words = said(narragraph, "backup", folder, "--out", tmp_path / "b.zip")
    assert (code, "It is private" in words, published(folder).revision in words) == (0, True, True), words
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    code, words = said(narragraph, "restore", tmp_path / "b.zip", tmp_path / "new")
    assert (code, "next narragraph build" in words) == (0, True), words
    before = contents(made / "files") | {"tokens.jsonl": b"hashes of tokens"}
    assert contents(tmp_path / "new") == before
    assert {one.name for one in tmp_path.iterdir()} == {"b.zip", "new"}


@pytest.mark.fault("a backup while people decide")
def test_decisions_made_meanwhile_are_a_consistent_cut(folder: Path, tmp_path: Path) -> None:
    """Bob answers each decision of ann, so that a copy never has more of his than of hers."""
    place = shutil.copytree(folder, tmp_path / "review", ignore=shutil.ignore_patterns(".narragraph"))
    shutil.rmtree(place / "decisions")
    acknowledged: list[str] = []
    enough = threading.Event()

    def curate() -> None:
        ann, bob, body = Writer(place), Writer(place), decided(suggestion())
        for number in range(100_000):
            for who, writer in (("ann", ann), ("bob", bob)):
                writer.append(draft(who, f"{who}-{number}", body))
                acknowledged.append(f"{who}-{number}")
            if enough.is_set():
                return

    curating = threading.Thread(target=curate)
    curating.start()
    sizes: list[int] = []
    try:
        for number in range(12):
            before = set(acknowledged)
            copied = copy_folder(place, tmp_path / str(number), None)
            held = [one.key for one in read_ledgers(tmp_path / str(number)).entries]
            assert before <= set(held)
            anns = sum(key.startswith("ann") for key in held)
            assert anns - (len(held) - anns) in {0, 1}, "an answer is there without what it answers"
            assert sum(one.entries for one in copied.ledgers.values()) == len(held)
            sizes.append(len(held))
    finally:
        enough.set()
        curating.join()
    assert sizes[-1] > sizes[0], "nothing was decided meanwhile"


@pytest.mark.fault("a backup while people decide")
def test_nobody_appends_anywhere_while_the_ledgers_are_read(folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder, tmp_path / "review")
    acknowledged: list[str] = []

    def append(who: str) -> None:
        Writer(place).append(draft(who, "meanwhile", decided(suggestion())))
        acknowledged.append(who)

    appending = [threading.Thread(target=append, args=(who,)) for who in ("ann", "bob")]
    with ledgers_at_rest(place) as files:
        before = [file.read_bytes() for file in files]
        for one in appending:
            one.start()
        time.sleep(0.2)
        assert ([file.read_bytes() for file in files], acknowledged) == (before, [])
    for one in appending:
        one.join()
    assert sorted(acknowledged) == ["ann", "bob"]


def test_file_that_changes_meanwhile_is_copied_again(folder: Path, tmp_path: Path) -> None:
    """A decision that is being written holds the copy up; until it is done, a file changes and another one comes."""
    place, copy = shutil.copytree(folder, tmp_path / "review"), tmp_path / "copy"
    last = max(one for one in contents(place) if not one.startswith((".", "decisions/")))
    with (place / "decisions" / "ann" / "laptop.jsonl").open("rb") as ledger, locked(ledger.fileno(), fcntl.LOCK_EX):
        copying = threading.Thread(target=copy_folder, args=(place, copy, None))
        copying.start()
        until = time.monotonic() + 20
        while not (copy / last).exists() or (copy / last).stat().st_size < (place / last).stat().st_size:
            assert time.monotonic() < until, "the copy did not begin"
            time.sleep(0.01)
        (place / "notes.txt").write_text("changed meanwhile", encoding="utf-8")
        (place / "survey").mkdir()
        (place / "survey" / "ratings.csv").write_text("new", encoding="utf-8")
    copying.join()
    assert contents(copy) == {path: held for path, held in contents(place).items() if not path.startswith(".")}


def test_torn_line_is_left_out_and_broken_chain_refused(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder, tmp_path / "review")
    ledger = place / "decisions" / "ann" / "laptop.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + whole[:40])
    copied = copy_folder(place, tmp_path / "copy", None)
    assert (tmp_path / "copy" / "decisions" / "ann" / "laptop.jsonl").read_bytes() == whole
    assert "never acknowledged" in copied.notes[0]
    ledger.write_bytes(whole.replace(b"accept", b"reject", 1))
    with pytest.raises(LedgerError):
        copy_folder(place, tmp_path / "other", None)
    code, words = said(narragraph, "backup", place, "--out", tmp_path / "b.zip")
    assert (code, "decisions/ann/laptop.jsonl, line" in words) == (3, True), words
    assert not (tmp_path / "b.zip").exists()


def test_folder_with_a_problem_is_backed_up_all_the_same(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder, tmp_path / "review")
    (place / "review.toml").write_text("[review\n", encoding="utf-8")
    code, words = said(narragraph, "backup", place, "--out", tmp_path / "b.zip")
    assert (code, "it has no revision now" in words) == (0, True), words
    code, words = said(narragraph, "restore", tmp_path / "b.zip", tmp_path / "new")
    assert (code, "problems when the backup was taken" in words) == (0, True), words
    assert (tmp_path / "new" / "review.toml").read_text(encoding="utf-8") == "[review\n"


def _changed(copy: Path) -> None:
    file = next((copy / "files" / "tables").iterdir())
    content = bytearray(file.read_bytes())
    content[10] ^= 1
    file.write_bytes(content)


def _ledger_cut(copy: Path) -> None:
    """A whole entry taken off the end of a ledger, and the manifest made again."""
    file = copy / "files" / "decisions" / "ann" / "laptop.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    _manifest(copy)


def _smuggled(copy: Path) -> None:
    (copy / "files" / ".narragraph").mkdir()
    (copy / "files" / ".narragraph" / "session.key").write_bytes(b"known to somebody else")
    _manifest(copy)


def _manifest(copy: Path) -> None:
    from graph.release_manifest import held_in, manifest_text

    held = {one.path: one.sha256 for one in held_in(copy)[0] if one.path != MANIFEST}
    (copy / MANIFEST).write_text(manifest_text(held), encoding="utf-8")


def _facts(**change: object) -> Callable[[Path], None]:
    def write(copy: Path) -> None:
        facts = json.loads((copy / "backup.json").read_text(encoding="utf-8"))
        (copy / "backup.json").write_text(json.dumps({**facts, **change}), encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_changed, "changed: files/tables/"),
        (lambda copy: (copy / "files" / "codebook.csv").unlink(), "missing: files/codebook.csv"),
        (lambda copy: (copy / "files" / "more.csv").write_bytes(b"x"), "extra: files/more.csv"),
        (lambda copy: (copy / "files" / "more").symlink_to("/etc"), "no file: files/more is a link"),
        (_ledger_cut, "decisions/ann/laptop.jsonl: 2 entries, or the last one, are not what backup.json says (3)"),
        (_smuggled, "files/.narragraph/session.key: no backup holds such a file"),
        (lambda copy: (copy / MANIFEST).unlink(), f"it holds no {MANIFEST}"),
        (lambda copy: (copy / "backup.json").unlink(), "it holds no backup.json, so it is no backup"),
        (_facts(format=2), "it is of format 2, this narragraph reads 1"),
        (_facts(left_out={"../out": "0"}), "names a path that leads out of it"),
        (_facts(ledgers=[]), "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    narragraph: Here, copy: Path, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(copy)
    code, told = said(narragraph, "restore", copy, tmp_path / "new")
    assert (code, words in told) == (1, True), told
    assert {one.name for one in tmp_path.iterdir()} == {"backup"}


@pytest.mark.fault("a damaged backup")
def test_verify_names_the_changed_file_and_fails(narragraph: Here, copy: Path) -> None:
    code, told = said(narragraph, "restore", copy, "--verify")
    assert (code, "All 4 checks passed" in told) == (0, True), told
    _changed(copy)
    code, told = said(narragraph, "restore", copy, "--verify")
    assert (code, "changed: files/tables/" in told, "1 of 2 checks failed" in told) == (1, True, True), told


def zipped(folder: Path, spoil: Callable[[zipfile.ZipFile], None] | None = None) -> bytes:
    """A backup as a zip, with something hostile put into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in contents(folder).items():
            packed.writestr(path, content)
        if spoil:
            spoil(packed)
    return out.getvalue()


def _link(packed: zipfile.ZipFile) -> None:
    one = zipfile.ZipInfo("files/texts/more.txt")
    one.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed.writestr(one, "/etc/passwd")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda packed: packed.writestr("../out.txt", "x"), 'a path that leads out of it ("../out.txt")'),
        (lambda packed: packed.writestr("/etc/out.txt", "x"), "a path that leads out of it"),
        (_link, "is a link or a device"),
        (lambda packed: packed.writestr("Backup.json", "{}"), "more than once"),
        (lambda packed: packed.writestr("files/bomb", bytes(3_000_000)), "it would unpack to more than"),
    ],
)
@pytest.mark.usefixtures("small_limit")
def test_hostile_zip_is_refused(
    narragraph: Here,
    made: Path,
    tmp_path: Path,
    spoil: Callable[[zipfile.ZipFile], None],
    words: str,
) -> None:
    (tmp_path / "b.zip").write_bytes(zipped(made, spoil))
    code, told = said(narragraph, "restore", tmp_path / "b.zip", tmp_path / "new")
    assert (code, words in told) == (1, True), told
    assert {one.name for one in tmp_path.iterdir()} == {"b.zip"}


@pytest.mark.fault("a damaged backup")
def test_truncated_zip_is_refused_wherever_it_ends(narragraph: Here, made: Path, tmp_path: Path) -> None:
    whole = zipped(made)
    for end in (0, 10, len(whole) // 2, len(whole) - 30):
        (tmp_path / "b.zip").write_bytes(whole[:end])
        code, told = said(narragraph, "restore", "--verify", tmp_path / "b.zip")
        assert (code, "it is no zip archive, or a broken one" in told) == (1, True), told


def test_folder_that_holds_something_is_never_merged_and_lost_decisions_are_named(
    narragraph: Here, folder: Path, made: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(folder, tmp_path / "review")
    Writer(place).append(draft("bob", "later", decided(suggestion())))
    Writer(place).append(draft("zoe", "new", decided(suggestion())))
    (place / ".git").mkdir()
    before = contents(place)
    lacking = ("decisions/bob/laptop.jsonl has 1 acknowledged entry that the backup lacks", "decisions/zoe/")
    code, words = said(narragraph, "restore", made, place)
    assert (code, "is not empty" in words, [one in words for one in lacking]) == (2, True, [True, True]), words
    assert contents(place) == before
    code, words = said(narragraph, "restore", made, place, "--verify")
    assert (code, lacking[0] in words) == (0, True), words
    code, words = said(narragraph, "restore", made, place, "--force")
    assert (code, lacking[0] in words, ".git went along" in words) == (0, True, True), words
    (kept,) = tmp_path.glob("review.before-restore-*")
    assert contents(kept) == before
    assert contents(place) == contents(made / "files")


def test_writer_that_is_open_goes_on_in_the_restored_folder(narragraph: Here, made: Path, tmp_path: Path) -> None:
    place = shutil.copytree(made / "files", tmp_path / "review")
    writer = Writer(place)
    writer.append(draft("bob", "before", decided(suggestion())))
    assert narragraph("restore", made, place, "--force").code == 0
    writer.append(draft("bob", "after", decided(suggestion())))
    assert {one.key for one in read_ledgers(place).entries if one.curator == "bob"} == {"1", "after"}


def test_texts_may_stay_out_and_are_told(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    assert narragraph("backup", folder, "--no-texts", "--out", tmp_path / "b.zip").code == 0
    code, words = said(narragraph, "restore", tmp_path / "b.zip", tmp_path / "new")
    assert (code, "1 full texts that the backup does not hold" in words) == (0, True), words
    assert not (tmp_path / "new" / "texts").exists() or not contents(tmp_path / "new" / "texts")


def test_backup_replaces_nothing_and_is_not_put_into_the_folder(
    narragraph: Here, folder: Path, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "there").write_text("keep", encoding="utf-8")
    for words, told in (
        (("backup", folder, "--out", tmp_path / "there"), "exists; a backup replaces nothing"),
        (("backup", folder, "--out", tmp_path / "no" / "b.zip"), "there is no folder"),
        (("backup", folder, "--out", folder / "b.zip"), "lies in the review folder"),
        (("restore", tmp_path / "nowhere.zip", tmp_path / "new"), "there is no"),
        (("restore", tmp_path / "there"), "name the folder to write"),
        (("restore", tmp_path / "there", "--verify", "--force"), "writes nothing"),
        (("restore", tmp_path / "there", tmp_path / "there"), "is a file. Name a folder"),
        (("restore", made, made / "new"), "lies in the backup"),
        (("restore", made, made.parent, "--force"), "the backup lies in"),
    ):
        code, heard = said(narragraph, *words)
        assert (code, told in heard) == (2, True), heard
    assert (tmp_path / "there").read_text(encoding="utf-8") == "keep"


@pytest.mark.neo4j
def test_restored_folder_is_built_on_a_server_at_the_same_revision(
    narragraph: Here, made: Path, tmp_path: Path, clean_neo4j: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRAGRAPH_NEO4J_URI", clean_neo4j.neo4j_uri)
    monkeypatch.setenv("NARRAGRAPH_NEO4J_USERNAME", clean_neo4j.neo4j_username)
    monkeypatch.setenv("NARRAGRAPH_NEO4J_PASSWORD", clean_neo4j.neo4j_password or "")
    assert narragraph("restore", made, tmp_path / "new").code == 0
    code, words = said(narragraph, "build", tmp_path / "new", "--engine", "neo4j")
    facts = json.loads((made / "backup.json").read_text(encoding="utf-8"))
    assert (code, facts["revision"] in words) == (0, True), words
