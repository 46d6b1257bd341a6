"""Tokens: made once, kept as hashes, in a file that only its owner can read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.tokens import NAME, SIGN, TokenFile
from graph.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "tokens")


def test_token_is_known_and_nowhere_in_the_file(file: TokenFile) -> None:
    made = file.add("alex")
    assert made.startswith(SIGN)
    assert len(made) == len(SIGN) + 43  # 32 random bytes
    assert file.known(made)
    assert made not in file.path.read_text()
    assert made.removeprefix(SIGN) not in file.path.read_text()


def test_file_is_for_its_owner_only_even_when_it_is_written_again(file: TokenFile) -> None:
    for name in ("a", "b"):
        file.add(name)
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.remove("a")
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [token.name for token in file.tokens()] == ["b"]


@given(st.text())
def test_no_other_text_is_known(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = TokenFile(tmp_path_factory.getbasetemp() / "known-tokens")
    if not file.path.exists():
        file.add("alex")
    assert not file.known(text)


def test_two_tokens_are_both_known_and_differ(file: TokenFile) -> None:
    first, second = file.add("a"), file.add("b")
    assert first != second
    assert file.known(first)
    assert file.known(second)
    file.remove("a")
    assert not file.known(first)
    assert file.known(second)


@pytest.mark.parametrize("name", ["", "Alex", "a b", "a/b", "x" * 41, "a\n"])
def test_name_that_is_none_is_refused(file: TokenFile, name: str) -> None:
    with pytest.raises(ConfigError, match="is not a name for a token"):
        file.add(name)
    assert not NAME.fullmatch(name)
    assert not file.path.exists()


def test_second_token_of_a_name_is_refused_and_the_first_stays(file: TokenFile) -> None:
    made = file.add("alex")
    with pytest.raises(ConfigError, match="has a token already"):
        file.add("alex")
    assert file.known(made)


def test_removing_nobody_is_an_error(file: TokenFile) -> None:
    file.add("alex")
    with pytest.raises(ConfigError, match='"kim" has no token'):
        file.remove("kim")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_file_that_others_can_read_is_refused(file: TokenFile, mode: int) -> None:
    made = file.add("alex")
    file.path.chmod(mode)
    with pytest.raises(ConfigError, match=r"others can read .*chmod 600"):
        file.known(made)


@pytest.mark.parametrize(
    "line",
    ["x", "{}", "[]", '{"name": "a", "sha256": "abc", "added": "now"}', '{"name": "a", "sha256": 1, "added": ""}'],
)
def test_line_that_is_no_token_is_named(file: TokenFile, line: str) -> None:
    file.add("alex")
    with file.path.open("a") as opened:
        opened.write(line + "\n")
    with pytest.raises(ConfigError, match="line 2 is no token"):
        TokenFile(file.path).tokens()


def test_missing_file_says_how_to_make_one(file: TokenFile) -> None:
    with pytest.raises(ConfigError, match=r"there is no file .* `narragraph token add NAME`"):
        file.tokens()
