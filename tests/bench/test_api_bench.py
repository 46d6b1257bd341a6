"""The clients of the bench: they ask, follow, measure, and say no when an answer is no success."""

from __future__ import annotations

import pytest

from bench.api import endpoints, walking
from bench.data import THOUSAND
from bench.load import Load, again, ceiling, load


def test_clients_get_what_a_bare_server_sends() -> None:
    found = ceiling(1234, 0.3)
    assert found.size == 1234
    assert len(found.times) >= 20
    assert found.rate > 0
    assert 0 < found.share(0.5) <= found.share(0.95)


def test_shares_are_those_of_the_requests() -> None:
    found = Load([float(number) for number in range(100)], 1.0, 0.5, 1)
    assert (found.share(0.5), found.share(0.95), found.rate) == (50.0, 95.0, 100)


def test_walking_clients_never_ask_the_same_twice() -> None:
    for endpoint in endpoints():
        paths = walking(endpoint, THOUSAND)
        asked = [next(paths(number)) for number in range(10)]
        assert len(set(asked)) == 10, endpoint.path


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConnectionRefusedError):
        load(1, again("/"), 0.1, clients=1)
