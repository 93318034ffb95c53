"""The toy ledgers, and a township officer in whose scope a test runs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.imports import importer
from shouwang.ledger.tests import toys
from shouwang.lib import clocks

NOON = datetime(2020, 1, 28, 4, tzinfo=UTC)


@pytest.fixture
def toy_ledgers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The toys are known as long as the test runs; it is noon of 28 January 2020."""
    monkeypatch.setattr(importer, "_importers", dict(importer._importers))
    toys.register()
    with clocks.stopped(NOON):
        yield


@pytest.fixture
def town(toy_ledgers: None, db: None) -> Iterator[Actor]:
    """The officer of a township."""
    with acting_as(toys.officer()) as by:
        yield by
