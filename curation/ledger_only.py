"""Acts without a graph: checked and appended. The next build, or a server that follows the ledgers, lets them act."""

from __future__ import annotations

from pathlib import Path

from curation.allowed import check_allowed
from curation.append import Writer
from curation.apply import Applied, Base
from curation.entries import Draft, Entry
from curation.follow import Follower


class LedgerOnly:
    """The ledgers of a folder. One thread at a time."""

    def __init__(self, folder: Path, base: Base) -> None:
        self._base = base
        self._writer = Writer(folder)
        self._follower = Follower(folder)

    @property
    def entries(self) -> list[Entry]:
        """Every entry, hidden ones too, as the ledgers are now: show them only through `visible_to`."""
        self._follower.look()
        return self._follower.entries

    def act(self, draft: Draft) -> Applied:
        """Write an act. Raises DecisionRefused, LedgerError or NotSaved; then nothing changed."""
        check_allowed(draft, self._base.known, self.entries)
        done = self._writer.append(draft)
        return Applied(done.entry, done.made, needs_build=True, notes=done.notes)
