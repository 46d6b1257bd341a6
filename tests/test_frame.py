"""The frame: versions pinned, variables named, targets, the wheel, the citation, skips that are never silent."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import pytest
from missing import missing, not_checked
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from syntax import ROOMS, ROOT, sources

from graph.config import PREFIX, Config

EXTRAS = ("test", "py2neo", "bench", "scale")


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {name: pin for name, _, pin in (line.partition("==") for line in lines)}


def test_constraints_are_plain_pins_in_order() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line) for line in lines)
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(set(names))


def _stated() -> list[str]:
    """The requirements of pyproject.toml, extras included."""
    project = _project()["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(line for extra in EXTRAS for line in extras[extra])]


def _needed(lines: Sequence[str], extras: Sequence[str] = (), seen: set[str] | None = None) -> set[str]:
    """Everything that these requirements need here, directly or not; an extra is spelt `name[extra]`."""
    seen = set() if seen is None else seen
    for wanted in map(Requirement, lines):
        fits = wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in (*extras, ""))
        name = canonicalize_name(wanted.name)
        spelt = {name, *(f"{name}[{extra}]" for extra in wanted.extras)}
        if fits and not spelt <= seen:
            seen |= spelt
            _needed(_requires(name), sorted(wanted.extras), seen)
    return seen


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def test_constraints_pin_everything_that_is_installed() -> None:
    pins, wrong = _pins(), {}
    for name in sorted(name for name in _needed(_stated()) if "[" not in name):
        try:
            if pins.get(name) != version(name):
                wrong[name] = (pins.get(name), version(name))
        except PackageNotFoundError:
            wrong[name] = (pins.get(name), "not installed")
    assert not wrong, "constraints.txt says one version (left), this environment another"


def test_constraints_pin_nothing_that_is_not_needed() -> None:
    elsewhere = {"colorama", "importlib-metadata", "lazy-importer", "zipp"}  # other systems, or older Pythons, only
    assert not set(_pins()) - _needed(_stated()) - elsewhere


def test_env_example_names_every_variable_that_is_read() -> None:
    class Asked(dict[str, str]):
        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            read.add(key)
            return default

    read: set[str] = set()
    Config.from_env(Asked())
    assert {PREFIX + "ENGINE", PREFIX + "PORT"} <= read, "the recorder must see what is read"
    tests = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py")]
    for text in (*(file.text for file in sources()), *tests):
        read |= set(re.findall(rf'["\']({PREFIX}[A-Z0-9_]+)["\']', text))
    named = set(re.findall(rf"^({PREFIX}[A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - named == set(), "in .env.example nothing says what these are"
    assert named - read == set(), ".env.example names what nothing reads"


def test_env_example_holds_the_defaults() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line.startswith(PREFIX))
    assert Config.from_env(given) == Config()


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()) - {"again"}
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make (\w+)", said, re.MULTILINE)) == phony


def test_wheel_holds_the_rooms_and_their_queries_only(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(ROOMS)
    wanted = {file.relative_to(ROOT).as_posix() for file in (ROOT / "cypher").rglob("*.cypher")}
    parts = (ROOT / "api" / "page").rglob("*.*")
    pages = {file.relative_to(ROOT).as_posix() for file in parts if file.suffix != ".pyc"}
    assert wanted | pages <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_one_version_everywhere() -> None:
    said = _project()["project"]["version"]
    assert re.search(rf"^version: {said}$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.search(rf"^## {said}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_citation_file_is_valid() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*check, "CITATION.cff"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_project_can_never_be_uploaded() -> None:
    """The rooms have plain names; nobody may inflict them on others."""
    assert "Private :: Do Not Upload" in _project()["project"]["classifiers"]


def test_shell_scripts_can_be_read() -> None:
    for script, shell in ((".ci/run", "bash"), ("examples/demo.sh", "sh")):
        subprocess.run([shell, "-n", script], cwd=ROOT, check=True)


def test_nothing_skips_by_words_of_its_own() -> None:
    """One door for skips, so that each is loud and fails where it must: tests/support/missing.py."""
    own = re.compile(r"\b(pytest\.skip|skipif|importorskip|SkipTest|mark\.skip|xfail)\b")
    files = [file for file in (ROOT / "tests").rglob("*.py") if file.name not in {"missing.py", Path(__file__).name}]
    found = {
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if own.search(line)
    }
    assert not found


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_missing_thing_skips_on_a_laptop_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="NO TEAPOT: tea was NOT checked"):
        missing("NO TEAPOT: tea was NOT checked")


def test_skips_are_told_once_each_with_their_number() -> None:
    class Report:
        def __init__(self, reason: str) -> None:
            self.longrepr = ("file.py", 1, f"Skipped: {reason}")

    reports = [Report("NO TEA"), Report("NO MILK"), Report("NO TEA")]
    assert not_checked(reports) == ["2 tests: NO TEA", "1 test: NO MILK"]
