"""A trained ranking as a folder of plain files, with its evaluation beside it. Derived: a damaged one is made again.

`<folder>/<version>/model.json` (words, settings, checksum), `numbers.npz` and `evaluation.json`; written beside and
moved into place whole. Nothing in it is executed when it is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from nlp.features import Features
from nlp.keyword_ranking import Keywords
from nlp.logistic import Line
from nlp.relevance import METHOD, Relevance

_MODEL, _NUMBERS, _EVALUATION = "model.json", "numbers.npz", "evaluation.json"


def save(model: Relevance, folder: Path, evaluation: Mapping[str, Any] | None = None) -> Path:
    """Write the model under `folder`, in a folder named by its version; returns that one."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / model.version
    held = io.BytesIO()
    np.savez_compressed(
        held,
        rarity=model.features.rarity,
        directions=model.features.directions.astype(np.float32),
        weights=model.weights.astype(np.float32),
        lines=np.array([(line.level, line.slope) for line in model.lines]),
    )
    numbers = held.getvalue()
    said = _described(model) | {"sha256": hashlib.sha256(numbers).hexdigest()}
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as made:
        new = Path(made) / model.version
        new.mkdir()
        (new / _NUMBERS).write_bytes(numbers)
        (new / _MODEL).write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        if evaluation is not None:
            text = json.dumps(evaluation, ensure_ascii=False, indent=1, allow_nan=False)
            (new / _EVALUATION).write_text(text, encoding="utf-8")
        if place.exists():
            # The same version has the same model; what stands there may be damaged, and its evaluation older.
            shutil.rmtree(place)
        new.replace(place)
    return place


def load(place: Path) -> Relevance:
    """The model that stands in this folder. Raises ValueError, saying what is wrong, when it cannot be trusted."""
    try:
        said = json.loads((place / _MODEL).read_text(encoding="utf-8"))
        numbers = (place / _NUMBERS).read_bytes()
        if said["method"] != METHOD:
            raise ValueError(f"it was made by {said['method']}, and this is {METHOD}")
        if hashlib.sha256(numbers).hexdigest() != said["sha256"]:
            raise ValueError(f"{_NUMBERS} is not the file that was written")
        return _read(said, numbers)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as cause:
        raise ValueError(f"{place}: no ranking can be read from it ({cause}); train again") from cause


def newest(folder: Path) -> Relevance | None:
    """The model written last that can be read, or None; damaged ones are passed over, for they can be made again."""
    try:
        places = [place for place in folder.iterdir() if place.is_dir() and not place.name.startswith(".")]
    except OSError:
        return None
    for place in sorted(places, key=lambda place: (place.stat().st_mtime_ns, place.name), reverse=True):
        try:
            return load(place)
        except ValueError:
            continue
    return None


def evaluation_of(place: Path) -> Mapping[str, Any] | None:
    """What was measured of the model in this folder; None when nothing readable stands there."""
    try:
        found = json.loads((place / _EVALUATION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def forget_old(folder: Path, keep: int = 3) -> None:
    """Remove all but the models written last, so that retraining every ten decisions does not fill the disk."""
    places = [place for place in folder.iterdir() if place.is_dir() and (place / _MODEL).is_file()]
    for place in sorted(places, key=lambda place: place.stat().st_mtime_ns, reverse=True)[keep:]:
        shutil.rmtree(place, ignore_errors=True)


def _described(model: Relevance) -> dict[str, Any]:
    return {
        "method": METHOD,
        "version": model.version,
        "decisions": model.decisions,
        "classes": list(model.classes),
        "influence_ids": list(model.keywords.influence_ids),
        "keywords": [dict(weights) for weights in model.keywords.weights],
        "most": list(model.keywords.most),
        "words": list(model.features.words),
        "characters": list(model.features.characters),
    }


def _read(said: dict[str, Any], numbers: bytes) -> Relevance:
    with np.load(io.BytesIO(numbers), allow_pickle=False) as held:
        arrays = {name: held[name].astype(np.float64) for name in ("rarity", "directions", "weights", "lines")}
    keywords = Keywords(tuple(said["influence_ids"]), tuple(said["keywords"]), tuple(said["most"]))
    features = Features(tuple(said["words"]), tuple(said["characters"]), arrays["rarity"], arrays["directions"])
    classes = tuple(said["classes"])
    fits = (
        arrays["weights"].shape == (len(classes), features.width)
        and arrays["lines"].shape == (len(classes), 2)
        and features.rarity.size == len(features.words) + len(features.characters)
    )
    if not fits:
        raise ValueError("its parts do not fit together")
    lines = tuple(Line(float(level), float(slope)) for level, slope in arrays["lines"])
    return Relevance(said["version"], classes, int(said["decisions"]), keywords, features, lines, arrays["weights"])
