"""Edges, backbone and groups."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from synthesis.association import associations
from synthesis.backbone import beyond_chance, disparity
from synthesis.communities import NOWHERE, Edges, communities, stability
from synthesis.incidence import Codes, Floats, Incidence, incidence_of
from synthesis.pairs import Pairs, count_pairs


def _two_groups() -> Incidence:
    """Influences 0 to 2 travel together, and 3 to 5; 6 is reported now and then; nobody reports 7."""
    draw = np.random.default_rng(3)
    table = np.zeros((80, 8), dtype=bool)
    for row in range(80):
        start = 0 if row % 2 else 3
        table[row, start : start + 3] = draw.random(3) < 0.85
        table[row, 6] = draw.random() < 0.2
    return incidence_of(table)


def _edges(incidence: Incidence) -> tuple[Pairs, Codes, Floats]:
    pairs = count_pairs(incidence)
    found = associations(pairs)
    places = beyond_chance(pairs, found.expected, found.holm)
    return pairs, places, found.lift[places]


def test_edges_are_pairs_above_expectation_with_a_small_p() -> None:
    # Papers 1 to 6 report a and b, 7 to 12 report c: a+b shares 6 of 3 expected; a+c and b+c share 0 of 3.
    table = np.array([[1, 1, 0]] * 6 + [[0, 0, 1]] * 6)
    pairs = count_pairs(incidence_of(table))
    found = associations(pairs)
    assert found.holm[0] == pytest.approx(3 / 924)  # one table of C(12, 6), three tests
    assert beyond_chance(pairs, found.expected, found.holm).tolist() == [0]
    assert beyond_chance(pairs, found.expected, np.zeros(3)).tolist() == [0], "never a pair below expectation"
    assert beyond_chance(pairs, found.expected, found.holm, level=0.001).tolist() == []


def test_disparity_worked_by_hand() -> None:
    # Weights a-b 3, a-c 1, b-c 0 (no edge). a: strength 4, two edges: (1 - 3/4)^1 = .25 and (1 - 1/4)^1 = .75.
    # b and c have one edge each, which says nothing: 1.
    pairs = count_pairs(incidence_of(np.ones((2, 3))))
    assert disparity(pairs, np.array([3.0, 1.0, 0.0])) == pytest.approx([0.25, 0.75, 1.0])
    with pytest.raises(ValueError, match="below 0"):
        disparity(pairs, np.array([3.0, -1.0, 0.0]))


def test_groups_are_found_and_numbered_by_size() -> None:
    incidence = _two_groups()
    found = communities(8, *_edges(incidence), seed=1)
    assert found.group[:3].tolist() == [found.group[0]] * 3
    assert found.group[3:6].tolist() == [found.group[3]] * 3
    assert {int(found.group[0]), int(found.group[3])} == {0, 1}
    assert found.group[6] == 2
    assert found.group[7] == NOWHERE
    assert 0 < found.modularity <= 1


def test_modularity_equals_networkx() -> None:
    pairs, places, weight = _edges(_two_groups())
    found = communities(8, pairs, places, weight, seed=1)
    network: nx.Graph = nx.Graph()
    network.add_nodes_from(range(7))
    for place, each in zip(places, weight, strict=True):
        network.add_edge(int(pairs.left[place]), int(pairs.right[place]), weight=float(each))
    groups = [set(np.flatnonzero(found.group == number).tolist()) for number in range(3)]
    assert found.modularity == pytest.approx(nx.community.modularity(network, groups), abs=1e-12)


def test_same_seed_gives_the_same_groups_and_stability() -> None:
    incidence = _two_groups()
    one, again = (communities(8, *_edges(incidence), seed=5) for _ in range(2))
    assert one.group.tolist() == again.group.tolist()
    held = [stability(incidence, _edges, one, resamples=10).together.tolist() for _ in range(2)]
    assert held[0] == held[1]


def test_stability_tells_firm_groups_from_strangers() -> None:
    incidence = _two_groups()
    whole = communities(8, *_edges(incidence), seed=5)
    told: list[int] = []
    found = stability(incidence, _edges, whole, resamples=30, progress=lambda _, done, __: told.append(done))
    assert found.together[0, 1] > 0.9
    assert found.together[0, 3] < 0.1
    assert found.together[7].tolist() == [None] * 8, "nobody reports it, so there is no share"
    assert found.within.tolist()[2] is None, "a group of one has nothing to hold together"
    assert found.within[0] > 0.9
    assert told == list(range(1, 31))
    assert np.array_equal(found.together.filled(-1), found.together.filled(-1).T)


@pytest.mark.parametrize("table", [np.zeros((0, 3)), np.zeros((4, 3)), np.ones((4, 3)), np.eye(3)])
def test_without_edges_every_influence_is_alone(table: np.ndarray) -> None:
    edges: Edges = _edges
    found = communities(3, *edges(incidence_of(table)), seed=1)
    assert found.modularity == 0
    reported = table.any(axis=0)
    assert (found.group == NOWHERE).tolist() == (~reported).tolist()
    assert len(set(found.group[reported].tolist())) == int(reported.sum())
    held = stability(incidence_of(table), edges, found, resamples=3)
    assert held.within.count() == 0


def test_stability_refuses_no_resamples() -> None:
    whole = communities(3, *_edges(incidence_of(np.eye(3))), seed=1)
    with pytest.raises(ValueError, match="need at least 1"):
        stability(incidence_of(np.eye(3)), _edges, whole, resamples=0)
