"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from missing import missing

from graph import whole
from graph.whole import appears_whole, clear_left


def folder(place: Path, content: str) -> Path:
    place.mkdir()
    (place / "a.csv").write_text(content, encoding="utf-8")
    return place


@pytest.mark.parametrize("exchanges", [True, False])
def test_folder_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool) -> None:
    if not exchanges:
        monkeypatch.setattr(whole, "_exchange", lambda *_: False)
    out = folder(tmp_path / "out", "earlier")
    (out / "only-earlier.csv").touch()
    with appears_whole(out) as temporary:
        folder(temporary, "later")
        assert (out / "a.csv").read_text(encoding="utf-8") == "earlier"
    assert [entry.name for entry in out.iterdir()] == ["a.csv"]
    assert (out / "a.csv").read_text(encoding="utf-8") == "later"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_is_exchanged_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed right after, the new one stands there; what is beside it goes with the next."""
    if sys.platform != "linux":
        missing("NO renameat2 on this system: that folders are exchanged in one step was NOT checked", required=False)
    out = folder(tmp_path / "out", "earlier")
    monkeypatch.setattr(whole, "_remove", lambda _: None)
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("for a moment there was no folder"))
    with appears_whole(out) as temporary:
        folder(temporary, "later")
    monkeypatch.undo()
    monkeypatch.setattr(whole, "lives", lambda _: False)
    assert (out / "a.csv").read_text(encoding="utf-8") == "later"
    assert (temporary / "a.csv").read_text(encoding="utf-8") == "earlier"
    clear_left(out)
    assert list(tmp_path.iterdir()) == [out]


def test_what_goes_wrong_leaves_the_earlier_one(tmp_path: Path) -> None:
    out = folder(tmp_path / "out", "earlier")
    with pytest.raises(FileExistsError), appears_whole(out) as temporary:
        folder(folder(temporary, "later"), "again")
    assert (out / "a.csv").read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [out]
