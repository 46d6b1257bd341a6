"""Random matrices with the margins of a given one, every such matrix equally likely in the long run.

Windows are matched two by two; each couple pools what only one of them reports and deals it out again blindly, each
keeping its number. That is a trade. A round (a global trade) lets every window trade once. Window lengths and influence
totals never change.

Source: Strona G, Nappo D, Boccacci F, Fattorini S, San-Miguel-Ayanz J. A fast and unbiased procedure to randomize
ecological binary matrices with fixed row and column totals. Nature Communications 2014;5:4114. That the long run is
uniform: Carstens CJ. Physical Review E 2015;91:042812; for rounds: Carstens CJ, Hamann M, Meyer U, Penschuck M, Tran H,
Wagner D. Parallel and I/O-efficient randomisation of massive networks using global curveball trades. ESA 2018.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthesis.incidence import Counts, Incidence, incidence
from synthesis.pairs import shared_windows

Words = NDArray[np.uint64]
_DENSE_WORK = 200_000
"""Up to so many multiplications a chain, matrices are multiplied written out, all chains in one call; above, the matrix
library would start threads, which wait for each other where processors are shared."""


class Chains:
    """Several chains of matrices, advanced together: one call of numpy for all of them costs little more than for one.

    Entries are held as (row over all chains, column), in no order.
    """

    def __init__(self, observed: Incidence, chains: int, draw: np.random.Generator) -> None:
        self._incidence, self._chains, self._draw = observed, chains, draw
        entries = observed.matrix.tocoo()
        offsets = np.repeat(np.arange(chains, dtype=np.int64) * observed.windows, entries.nnz)
        self._row = np.tile(entries.row.astype(np.int64), chains) + offsets
        self._column = np.tile(entries.col.astype(np.uint64), chains)
        self._length = np.tile(observed.window_lengths, chains)
        self._couples = (observed.windows + 1) // 2
        column_bits = max(int(observed.influences - 1).bit_length(), 1)
        couple_bits = max(int(chains * self._couples - 1).bit_length(), 1)
        self._column_bits, self._couple_shift = np.uint64(column_bits), np.uint64(64 - couple_bits)
        self._random_shift = np.uint64(couple_bits + column_bits)
        if couple_bits + column_bits > 44:  # twenty random bits at least
            raise ValueError(f"{chains} chains of {observed.windows} x {observed.influences} are too large to trade")

    def round(self) -> None:
        """Let every window of every chain trade once."""
        rows, couple = self._match()
        key = self._shuffled(couple[self._row])
        again = np.zeros(key.size, dtype=bool)  # the second of two equal keys: reported by both
        again[1:] = key[1:] == key[:-1]
        both = np.zeros(key.size + 1, dtype=np.int64)
        np.cumsum(again, out=both[1:])
        held = self._length[rows]
        held[rows[:, 0] == rows[:, 1], 1] = 0  # a window left over has nobody to trade with
        size = held.sum(axis=1)
        begin = np.cumsum(size) - size
        kept = both[begin + size] - both[begin]
        # Those reported by one are numbered as they lie, shuffled; the first of them go to the first window.
        number = np.arange(key.size) - 2 * both[:-1]
        to_first = begin - 2 * both[begin] + held[:, 0] - kept
        second = number >= np.repeat(to_first, size)
        second[:-1] &= ~again[1:]  # the first of two equal keys stays with the first window, the second with the second
        second |= again
        self._row = np.where(second, np.repeat(rows[:, 1], size), np.repeat(rows[:, 0], size))
        self._column = key & ((np.uint64(1) << self._column_bits) - np.uint64(1))

    def _match(self) -> tuple[Counts, Counts]:
        """The two rows of every couple, and the couple of every row; a window left over is a couple of its own."""
        windows, chains = self._incidence.windows, self._chains
        order = self._draw.permuted(np.tile(np.arange(windows), (chains, 1)), axis=1)
        order += np.arange(chains)[:, None] * windows
        if windows % 2:
            order = np.concatenate([order, order[:, -1:]], axis=1)
        couples = order.reshape(-1, 2)
        couple = np.empty(chains * windows, dtype=np.int64)
        couple[couples] = np.arange(len(couples))[:, None]
        return couples, couple

    def _shuffled(self, couple: Counts) -> Words:
        """One word for each entry, sorted: couple, random bits, column. Equal columns of a couple get equal bits.

        The bits come from SplitMix64 (Steele GL, Lea D, Flood CH. OOPSLA 2014) over couple, column and a fresh salt, so
        that one sort does what pooling and shuffling would.
        """
        salt = self._draw.integers(1 << 63, dtype=np.uint64)
        word = (couple.astype(np.uint64) << self._column_bits) | self._column
        mixed: Words = (word + salt) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(30)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        mixed = (mixed >> self._random_shift) << self._column_bits
        mixed |= self._column
        mixed |= couple.astype(np.uint64) << self._couple_shift
        mixed.sort()
        return mixed

    def matrices(self) -> NDArray[np.bool_]:
        """Chains x windows x influences, written out."""
        shape = (self._chains, self._incidence.windows, self._incidence.influences)
        written = np.zeros(shape, dtype=bool)
        written.reshape(-1, shape[2])[self._row, self._column.astype(np.int64)] = True
        return written

    def shared(self, other: Chains | None = None) -> Counts:
        """Chains x influences x influences: the windows shared in each chain, within it or with another of its kind."""
        partner = other or self
        if self._incidence.windows * self._incidence.influences * partner._incidence.influences <= _DENSE_WORK:
            left = self.matrices().astype(np.float32)
            right = left if other is None else partner.matrices().astype(np.float32)
            return np.asarray(np.rint(left.transpose(0, 2, 1) @ right), dtype=np.int64)
        seconds = self._split() if other is None else partner._split()
        return np.stack(
            [
                shared_windows(mine, None if other is None else theirs)
                for mine, theirs in zip(self._split(), seconds, strict=True)
            ]
        )

    def _split(self) -> list[Incidence]:
        base, chains = self._incidence, self._chains
        bits = int(self._column_bits)
        entries = (self._row << bits) | self._column.astype(np.int64)
        entries.sort()
        rows, columns = entries >> bits, entries & ((1 << bits) - 1)
        ids = base.influence_ids
        return [
            incidence(row, column, base.windows, ids, base.window)
            for row, column in zip(
                rows.reshape(chains, -1) - np.arange(chains)[:, None] * base.windows,
                columns.reshape(chains, -1),
                strict=True,
            )
        ]
