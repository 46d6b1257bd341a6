"""`narragraph decide`: piped keys, and single keys on a real terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_line import COMMAND, Here, Ran
from curated_review import decide as append_act
from deciding import claim, decided
from desk_review import TRAINING, blind, bodies, claimed, desk_review, room_for

from cli.decide_card import packed
from cli.decide_choices import search
from cli.desk import opened
from cli.terminal import Terminal
from graph.codebook_rows import InfluenceRow


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it is written and tagged; never decided in."""
    return desk_review(tmp_path_factory.mktemp("desk") / "review")


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "review"))


@dataclass
class Piped:
    """Runs `decide` with these lines on its standard input."""

    narragraph: Here
    monkeypatch: pytest.MonkeyPatch
    folder: Path

    def __call__(self, *keys: str, curator: str | None = "ann", more: tuple[object, ...] = ()) -> Ran:
        self.monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{key}\n" for key in keys)))
        who = ["--curator", curator] if curator else []
        return self.narragraph("decide", self.folder, *who, *more)


@pytest.fixture
def piped(narragraph: Here, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Piped:
    return Piped(narragraph, monkeypatch, folder)


PASSAGES = ("--only", "passages", "--paper", "paper:a")
PHRASES = ("--only", "phrases")
# The passages of paper a in the order of its batch: training (unclear), pay (barrier), training (unclear).


def test_piped_keys_write_what_they_say_and_a_build_carries_it(piped: Piped, narragraph: Here) -> None:
    ran = piped("f", "a", "e too vague", "x", "q", more=PASSAGES)
    assert ran.code == 0, ran.err
    first, second, third = bodies(piped.folder)
    assert claimed(first) == ("edit", [("training", "facilitator", "finding")])
    assert (claimed(second), second["note"]) == (("reject", []), "too vague")
    assert claimed(third) == ("unsure", [])
    assert first["seconds"] >= 0
    assert first["suggestion"]["direction"] == "unclear", "what was proposed is kept beside the answer"
    assert "1 of 3 in this batch, 3 wait" in ran.out
    assert "3 of 3 in this batch, 1 waits" in ran.out
    assert "Waiting for ann: no passages and no phrases." in ran.err
    assert f">> {TRAINING.replace('training', '[training]')} <<" in ran.out
    assert "Saved. edit: Training, facilitator" in ran.out
    assert "3 decisions were written (edit 1, reject 1, unsure 1), 0 taken back." in ran.err
    assert f"`narragraph build {piped.folder}`" in ran.err
    assert narragraph("build", piped.folder, "--quiet").code == 0
    rows = narragraph("query", "findings_of_paper", "--paper-id", "paper:a", "--folder", piped.folder).out
    assert re.search(r"training,.*facilitator", rows)


def test_evidence_stands_before_what_is_suggested_and_nothing_of_a_text_steers_the_terminal(piped: Piped) -> None:
    ran = piped("s", "s", more=PASSAGES)
    assert ran.out.index(" >> ") < ran.out.index("Suggested: ")
    assert "\ufffdsupervision\ufffd" in ran.out
    assert not re.search("[\u202a-\u202e\x1b]", ran.out)
    assert not (piped.folder / "decisions").exists(), "skipping writes nothing"


def test_skipped_passage_comes_again_at_the_end_of_its_batch(piped: Piped) -> None:
    ran = piped("s", "x", "x", "x", more=PASSAGES)
    shown = re.findall(r" >> (.*?) << ", ran.out)
    assert shown[0] == shown[3]
    assert len(bodies(piped.folder)) == 3
    assert "Nothing waits for you here" in ran.out


def test_influences_are_chosen_by_number_or_found_by_words(piped: Piped) -> None:
    assert piped("/ how work", "1", "b", "a", "2", "a", more=PASSAGES).code == 0
    found, numbered = bodies(piped.folder)
    assert claimed(found) == ("edit", [("culture", "barrier", "finding")])
    assert claimed(numbered) == ("edit", [("training", "barrier", "finding")]), "what is near comes before the rest"


def test_search_without_words_offers_all_again(piped: Piped) -> None:
    assert piped("/ culture", "/", "", "2", "a", more=PASSAGES).code == 0
    assert claimed(bodies(piped.folder)[0])[1] == [("pay", "unclear", "finding")]


def test_choices_are_not_broken_over_lines() -> None:
    assert packed(["1 a b", "2 c", "3 d e f"], 10) == ["1 a b  2 c", "3 d e f"]
    assert packed(["1 a b", "2 c"], None) == ["1 a b  2 c"]
    assert packed(["1 \u5065\u5eb7", "2 c"], 10) == ["1 \u5065\u5eb7", "2 c"], "wide letters take two columns"


def test_search_holds_every_word_and_prefers_names() -> None:
    rows = [InfluenceRow("x", "Pay", definition="Training of staff"), InfluenceRow("y", "Training")]
    assert [row.id for row in search(rows, "TRAIN")] == ["y", "x"]
    assert [row.id for row in search(rows, "staff pay")] == ["x"]
    assert search(rows, " ") == search(rows, "staffing") == ()


def test_rest_of_the_claim_is_asked_line_by_line(piped: Piped) -> None:
    ran = piped(
        "t", "absent", "participant quote", "Service: ward", "a", "t", "", "", "place: Home", "a", more=PASSAGES
    )
    assert ran.code == 0, ran.err
    first, second = bodies(piped.folder)
    assert claimed(first) == ("edit", [("training", "absent", "participant_quote")])
    assert [first["claims"][0][name] for name in ("setting_kind", "setting")] == ["service", "Ward"]
    assert claimed(second)[0] == "accept"
    assert [second["claims"][0][name] for name in ("setting_kind", "setting")] == ["place", "Home"]


def test_paper_of_several_studies_asks_which(piped: Piped) -> None:
    paper_b = ("--paper", "paper:b")
    refused = piped("a", "3", more=paper_b)
    assert (refused.code, bodies(piped.folder)) == (1, [])
    assert '"3" is no study of this paper' in refused.err
    assert piped("a", "2", more=paper_b).code == 0
    (body,) = bodies(piped.folder)
    studies = opened(piped.folder, Terminal(quiet=True)).material.base.known.studies["paper:b"]
    assert body["claims"][0]["study_id"] == studies[1]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("x", "zz"), '"zz" is no key; `?` lists them.'),
        (("x", "A"), '"A" is no key'),
        (("x", "x with words"), '"x with words" is no key'),
        (("x", "4"), "No influence has the number 4."),
        (("x", "0"), "No influence has the number 0."),
        (("x", "/ telescope"), 'No influence of the codebook holds "telescope".'),
        (("x", "t", "better"), '"better" is no direction.'),
        (("x", "t", "", "findin"), 'Did you mean "finding"?'),
    ],
)
def test_piped_keys_stop_at_the_first_that_cannot_be_used(piped: Piped, keys: tuple[str, ...], said: str) -> None:
    ran = piped(*keys, "a", "a", more=PASSAGES)
    assert ran.code == 1
    assert said in ran.err
    assert f"The keys end at line {len(keys)};" in ran.err
    assert [body["verdict"] for body in bodies(piped.folder)] == ["reject"], "the keys after it belong to nothing"


def test_keys_that_are_no_text_are_refused_with_their_line(piped: Piped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x\ne caf\xe9\na\n"), encoding="utf-8"))
    ran = piped.narragraph("decide", piped.folder, "--curator", "ann", *PASSAGES)
    assert (ran.code, "is not UTF-8 text" in ran.err, "end at line 2" in ran.err) == (1, True, True)
    assert len(bodies(piped.folder)) == 1


def test_undo_shows_the_passage_again(piped: Piped) -> None:
    ran = piped("x", "u", "a", "Q", more=PASSAGES)
    assert [body["kind"] for body in bodies(piped.folder)] == ["decision", "undo", "decision"]
    shown = re.findall(r" >> (.*?) << ", ran.out)
    assert shown[0] == shown[2]
    assert 'Taken back: reject of "Staff said' in ran.out
    assert "2 decisions were written (reject 1, accept 1), 1 taken back." in ran.err
    assert 'Taken back: accept: Training, unclear of "Staff' in piped(more=("--undo",)).out
    nothing = piped(more=("--undo",))
    assert (nothing.code, "nothing of yours to take back" in nothing.err) == (1, True)


def test_phrases_wait_in_the_same_queue_and_are_assigned_in_every_spelling(piped: Piped) -> None:
    ran = piped(*"xxx", "s", "a", more=("--paper", "paper:a"))
    assert ran.code == 0, ran.err
    assert " >> Short induction training << " in ran.out
    assert "tables/t.csv, cell C2" in ran.out
    phrases = bodies(piped.folder)[3:]
    assert [(body["phrase"], body["influence_id"]) for body in phrases] == [
        ("Short induction training", "training"),
        ("short-induction-training", "training"),
    ]
    assert "phrase 1" in ran.err
    taken = piped("u", "2", more=PHRASES)
    assert 'Taken back: "short-induction-training" -> Training' in taken.out
    again = bodies(piped.folder)[5:]
    assert [body["kind"] for body in again[:2]] == ["undo", "undo"]
    assert piped(more=("--undo",)).code == 0


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("x",), "nothing of it can be rejected"),
        (("b",), "the direction of a phrase is that of its column"),
        (("e note",), '"e" is for passages'),
        (("a",), "Nothing is suggested for this phrase"),
    ],
)
def test_what_a_phrase_does_not_have_is_said(piped: Piped, keys: tuple[str, ...], said: str) -> None:
    ran = piped(*keys, more=PHRASES)
    assert (ran.code, said in ran.err) == (1, True), ran.err
    assert not (piped.folder / "decisions").exists()


def test_why_names_rules_and_words(piped: Piped) -> None:
    assert re.search(r"term:Pay +pay", piped("s", "w", more=PASSAGES).out)
    assert re.search(r"term:Training +training", piped("s", "w", more=PHRASES).out)


def test_blind_passage_is_decided_before_the_suggestion_is_seen(piped: Piped) -> None:
    blind(piped.folder)
    early = piped("a", more=PASSAGES)
    assert "choose an influence (1-9 or /) first" in early.err
    assert "Suggested" not in early.out
    assert "[" not in early.out.partition(">>")[2], "the words that name the influence would tell it"
    assert "Not before you decided" in piped("w", more=PASSAGES).err
    assert "choose a direction" in piped("3", "a", more=PASSAGES).err
    ran = piped("1", "f", "a", "x", more=PASSAGES)
    first, second = bodies(piped.folder)
    assert (first["blind"], claimed(first)) == (True, ("edit", [("training", "facilitator", "finding")]))
    assert (second["blind"], second["verdict"]) == (True, "reject")
    assert ran.out.index("Saved. edit") < ran.out.index("It had been suggested: Training, unclear.")


def test_blind_passage_that_was_taken_back_is_not_blind_the_second_time(piped: Piped) -> None:
    blind(piped.folder)
    assert piped("x", "u", "1", "b", "a", more=PASSAGES).code == 0
    first, _, again = bodies(piped.folder)
    assert (first["suggestion"]["id"], first["blind"], again["blind"]) == (again["suggestion"]["id"], True, False)


def test_codebook_without_influences_leaves_nothing_to_decide_for(piped: Piped) -> None:
    (piped.folder / "codebook.csv").unlink()
    ran = piped("a")
    assert (ran.code, "no influence is active" in ran.err) == (2, True), ran.err


def test_who_decides_is_asked_and_checked(piped: Piped) -> None:
    assert "say who you are. These may decide: ann, ben, chief." in piped("x", curator=None).err
    assert 'Did you mean "ann"' in piped("x", curator="anna").err
    reader = piped("x", curator="rita")
    assert (reader.code, '"rita" is a reader' in reader.err) == (2, True)
    review = piped.folder / "review.toml"
    people = review.read_text(encoding="utf-8")
    review.write_text(people.replace('id = "chief"', 'id = "cleo"'), encoding="utf-8")
    review.write_text(re.sub(r'(?s)\[\[curators.people\]\]\nid = "(ben|chief)".*?(?=\[\[)', "", people), "utf-8")
    assert piped("x", curator=None, more=PASSAGES).code == 0
    assert len(bodies(piped.folder, "ann")) == 1, "the only one who may decide need not say who they are"
    review.write_text(re.sub(r"(?s)\[\[curators.people.*", "", people), encoding="utf-8")
    assert "any name of a-z, 0-9 and - will do" in piped("x", curator=None).err
    assert "must be 1 to 40 of a-z, 0-9 and -" in piped("x", curator="../ann").err
    assert piped("x", curator="zoe", more=PASSAGES).code == 0


def test_adjudicator_draws_the_share_for_double_coding(piped: Piped) -> None:
    review = piped.folder / "review.toml"
    share = "blind_share = 0.0\n[curators.double_coding]\nshare = 0.5\n"
    review.write_text(review.read_text(encoding="utf-8").replace("blind_share = 0.0\n", share), encoding="utf-8")
    assert "needs an adjudicator" in piped(more=("--draw",)).err
    ran = piped(curator="chief", more=("--draw",))
    assert "2 suggestions are decided by several, 2 of them newly (50% of 4 undecided suggestions" in ran.out
    assert "0 of them newly" in piped(curator="chief", more=("--draw",)).out
    (first, _) = bodies(piped.folder, "chief")
    assert (first["kind"], len(first["drawn"])) == ("assignment", 2)


def test_what_was_not_saved_is_said_and_ends_piped_keys(piped: Piped) -> None:
    assert piped("x", more=PASSAGES).code == 0
    (file,) = (piped.folder / "decisions" / "ann").iterdir()
    before = file.read_bytes()
    with room_for(len(before) + 100):
        ran = piped("a", "x", more=PASSAGES)
    assert ran.code == 1
    assert "the decision was NOT saved: no space is left on the disk" in ran.err
    assert file.read_bytes() == before
    assert piped("a", more=PASSAGES).code == 0


class _Meanwhile(io.StringIO):
    """Keys of ann; before the second line comes, ben decides on what she looks at."""

    def __init__(self, folder: Path) -> None:
        super().__init__("x\n")
        self._folder = folder

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        found = opened(self._folder, Terminal(quiet=True)).material
        shown = next(one for one in found.suggestions.values() if one.anchor.quote == TRAINING)
        yield "w\n"
        append_act(self._folder, "ben", "k1", decided(shown, "edit", claim("pay", "barrier")))
        yield "x\n"


def test_what_a_colleague_decided_meanwhile_is_said_and_kept(piped: Piped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Meanwhile(piped.folder))
    ran = piped.narragraph("decide", piped.folder, "--curator", "ann", *PASSAGES)
    assert "Meanwhile Ben had decided: edit: Pay, barrier. Both are kept." in ran.out
    assert [len(bodies(piped.folder, who)) for who in ("ann", "ben")] == [1, 1]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--paper", "paper:zz"), 1, "There is no Paper"),
        (("--influence", "trainin"), 1, 'Did you mean "training"'),
        (("--device", "my laptop"), 2, "--device"),
        (("--batches", "2"), 2, "goes with --export"),
        (("--valid-rows",), 2, "goes with --import"),
        (("--undo", "--draw"), 2, "one at a time"),
        (("--undo", "--paper", "paper:a"), 2, "narrow what is shown or exported"),
    ],
)
def test_options_that_cannot_be_meant_are_told(piped: Piped, more: tuple[str, ...], code: int, said: str) -> None:
    ran = piped("x", more=more)
    assert (ran.code, said in ran.err) == (code, True), ran.err


# On a terminal


class Screen:
    """A pseudo-terminal with the command on it."""

    def __init__(self, process: subprocess.Popen[bytes], fd: int, slave: int) -> None:
        self.process, self._fd, self.slave, self.seen = process, fd, slave, ""

    def until(self, words: str, seconds: float = 20) -> str:
        """What is written up to these words, from where the last call ended."""
        end = time.monotonic() + seconds
        while words not in self.seen:
            left = end - time.monotonic()
            assert left > 0, f"{words!r} did not come after {self.seen!r}"
            if select.select([self._fd], [], [], left)[0]:
                self.seen += os.read(self._fd, 65536).decode("utf-8", "replace")
        before, _, self.seen = self.seen.partition(words)
        return before

    def press(self, keys: str, words: str = "\n> ") -> str:
        """Type, and wait for what is to come."""
        os.write(self._fd, keys.encode())
        return self.until(words)


@contextmanager
def _on_terminal(folder: Path) -> Iterator[Screen]:
    fd, slave = pty.openpty()
    command = [COMMAND, "decide", str(folder), "--curator", "ann", *PASSAGES]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env, process_group=0)
    try:
        yield Screen(process, fd, slave)
    finally:
        process.kill()
        process.wait()
        os.close(fd)
        os.close(slave)


def test_single_keys_on_a_terminal_which_is_put_back(folder: Path) -> None:
    with _on_terminal(folder) as screen:
        before = termios.tcgetattr(screen.slave)
        assert "1 of 3 in this batch" in screen.until("\n> ").replace("\r", "")
        assert not termios.tcgetattr(screen.slave)[3] & termios.ICANON
        assert "is no key" in screen.press("A").replace("\r\n", " "), "a key that cannot be used changes nothing"
        assert "Now: Training, facilitator" in screen.press("\x1b[Af"), "arrow keys are passed over"
        time.sleep(0.2)
        screen.press("/", "influence: ")
        screen.press("pay\n")
        assert "Now: Pay, facilitator" in screen.press("1")
        screen.press("e", "note: ")
        screen.press("unsicher \u00fcber\x7fr Lohn\n")
        os.kill(screen.process.pid, signal.SIGTSTP)
        assert os.WIFSTOPPED(os.waitpid(screen.process.pid, os.WUNTRACED)[1])
        assert termios.tcgetattr(screen.slave) == before, "while it pauses, the terminal is as it was"
        os.kill(screen.process.pid, signal.SIGCONT)
        assert "Saved. edit: Pay, facilitator" in screen.press("aa"), "what was typed ahead is not for the next"
        assert "2 of 3 in this batch" not in screen.seen
        (body,) = bodies(folder)
        assert body["seconds"] >= 0.2, "from when it was shown"
        ledgers = folder / "decisions"
        ledgers.rename(folder / "aside")
        ledgers.write_text("in the way", encoding="utf-8")
        assert "NOT saved" in screen.press("x")
        ledgers.unlink()
        (folder / "aside").rename(ledgers)
        assert "Saved. reject" in screen.press("x"), "the person is told, and may try again"
        screen.press("\x04", "2 decisions were written")
        assert screen.process.wait(10) == 0
        assert termios.tcgetattr(screen.slave) == before
    assert len(bodies(folder)) == 2
    assert body["note"] == "unsicher \u00fcber Lohn"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_terminal_is_put_back_however_it_ends(folder: Path, how: signal.Signals) -> None:
    with _on_terminal(folder) as screen:
        before = termios.tcgetattr(screen.slave)
        screen.until("\n> ")
        os.kill(screen.process.pid, how)
        code = screen.process.wait(10)
        assert code == (130 if how is signal.SIGINT else -how)
        assert termios.tcgetattr(screen.slave) == before
