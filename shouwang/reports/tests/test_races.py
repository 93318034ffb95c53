"""Two who act on one sheet at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time

import pytest
from django.db import connections

from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.reports import jobs, writes
from shouwang.reports.models import FrozenSheet, Signature
from shouwang.reports.tests.conftest import DAY, County, built

pytestmark = pytest.mark.django_db(transaction=True)
AT = clocks.at(DAY, time(18, 10))


def test_two_signers_at_once_leave_one_signature() -> None:
    county = built()
    with clocks.stopped_everywhere(AT), ThreadPoolExecutor(4) as hands:
        outcomes = sorted(hands.map(lambda _n: _sign(county), range(4)))
    assert outcomes == ["accepted", "duplicate", "duplicate", "duplicate"]
    with acting_as(county.actor("system", county.county)):
        assert Signature.objects.count() == 1


def _sign(county: County) -> str:
    try:
        with acting_as(county.actor("village_officer", county.village_1)) as by:
            return writes.say([writes.Say(county.village_1, DAY)], by=by)[0].outcome
    finally:
        connections.close_all()


def test_two_freezes_at_once_freeze_once() -> None:
    county = built()
    at = clocks.at(DAY, time(20))
    with clocks.stopped_everywhere(at), ThreadPoolExecutor(2) as hands:
        counts = sorted(hands.map(lambda _n: _freeze(at), range(2)))
    assert counts[0] == 0
    with acting_as(county.actor("system", county.county)):
        assert set(FrozenSheet.objects.values_list("revision", flat=True)) == {1}


def _freeze(at: datetime) -> int:
    try:
        return jobs.freeze_all(at)
    finally:
        connections.close_all()
