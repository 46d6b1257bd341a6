"""The real sample tables as graphs, through the mapping that `init --from` guesses."""

from __future__ import annotations

import shutil
from pathlib import Path

from graph.tables import GraphTables
from ingest.folder import read_folder
from ingest.guess import guess

REVIEWS = {
    "telemedicine": "telemedicine_umbrella/reviews.csv",
    "niblse_q06": "niblse_survey/q06_barriers_implementation.csv",
    "niblse_q38": "niblse_survey/q38_preventing_inclusion.csv",
    "openscience": "openscience_map/fulldata_20250219.xlsx",
    "taguette": "taguette_usability/all_tags_20220303.csv",
}


def real_tables(name: str, data: Path, place: Path) -> GraphTables:
    """The graph tables of one real review."""
    table = data / REVIEWS[name]
    (place / "tables").mkdir(parents=True)
    shutil.copy(table, place / "tables")
    guessed = guess(place / "tables" / table.name, name.replace("_", "-"), name)
    (place / "review.toml").write_text(guessed.review, encoding="utf-8")
    if guessed.codebook:
        (place / "codebook.csv").write_text(guessed.codebook, encoding="utf-8")
    return read_folder(place).tables
