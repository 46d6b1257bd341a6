"""examples/synthetic_survey: made by its generator, synthetic, and no small group of it to be seen anywhere."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

COPIED = ("codebook.csv", "tables/papers.csv", "tables/sites.csv", "tables/codings.csv")


@pytest.fixture(scope="module")
def example(repo: Path) -> Path:
    return repo / "examples" / "synthetic_survey"


def test_folder_is_what_its_generator_writes(example: Path, tmp_path: Path) -> None:
    made = importlib.util.spec_from_file_location("make_synthetic_survey", example / "make.py")
    assert made is not None
    assert made.loader is not None
    module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    module.main(tmp_path)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) == 10
    assert [str(path) for path in written if (tmp_path / path).read_bytes() != (example / path).read_bytes()] == []


def test_literature_is_that_of_the_other_example(example: Path) -> None:
    real = example.parent / "peer_support"
    assert [name for name in COPIED if (example / name).read_bytes() != (real / name).read_bytes()] == []


def test_versions_have_the_items_that_the_readme_says(example: Path) -> None:
    with (example / "survey" / "instrument.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = {
        (version, form): len(
            {row["item_id"] for row in rows if (row["version"], row["form"], row["status"]) == (version, form, "kept")}
        )
        for version, form in {(row["version"], row["form"]) for row in rows}
    }
    assert kept == {("planned", ""): 32, ("1.0", "staff"): 28, ("1.0", "peer workers"): 21}
    assert all(row["reason"] for row in rows if row["status"] == "dropped")
    assert all(row["wording"] for row in rows)
