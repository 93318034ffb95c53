"""The demo county shows a transfer at each step, so that every form can be seen."""

import pytest

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads
from shouwang.arrivals.choices import TransferState
from shouwang.arrivals.reads import TransferFilters

pytestmark = pytest.mark.usefixtures("demo")


def test_a_transfer_stands_at_each_step_and_none_is_marked_by_mistake() -> None:
    with acting_as(system()) as by:
        found = list(reads.find_transfers(TransferFilters(), by=by))
        files = [file for one in found if (file := reads.transfer_file(one.pk, by=by))]
    assert {one.state for one in found} == set(TransferState) - {TransferState.FAILED}
    assert [one.flags for one in found if one.flags] == []
    assert any(len(file.legs) == 2 and file.legs[0].failed_why for file in files)  # another vehicle went on


def test_a_village_that_fetched_somebody_alone_is_on_record() -> None:
    with acting_as(system()) as by:
        [one] = reads.violations(by=by)
    assert (one.kind, one.person_id is not None) == ("village", True)
