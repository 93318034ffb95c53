"""An imported list of staff is taken back as a whole, or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from shouwang.accounts.actors import Actor
from shouwang.duty import writes
from shouwang.duty.choices import StaffChange
from shouwang.duty.models import Assignment, Staff
from shouwang.duty.tests.conftest import COUNTY, VILLAGE
from shouwang.duty.tests.test_exchange import HEAD, _row
from shouwang.duty.writes import Change, NewStaff
from shouwang.ledger.imports import order_undo, report_of, undo_import
from shouwang.lib.refusals import Refused

Send = Callable[..., UUID]


@pytest.fixture
def send(county: Actor, tmp_path: Path) -> Send:
    """Imports lines of a list; answers the import."""

    def sent(*lines: list[Any]) -> UUID:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            for number, line in enumerate([HEAD, *lines]):
                page.write_row(number, 0, line)
        found = report_of("staff_list", path, COUNTY, by=county)
        assert found.import_id
        return found.import_id

    return sent


def _taken_back(import_id: UUID, by: Actor) -> None:
    order_undo(import_id, by=by)
    undo_import(import_id, by=by)


def _rows() -> list[list[dict[str, Any]]]:
    staff = list(Staff.objects.order_by("pk").values())
    return [staff, [row | {"version": 0} for row in Assignment.objects.order_by("pk").values()]]


def test_new_people_go_and_known_ones_are_who_they_were(send: Send, county: Actor) -> None:
    writes.record_staff([NewStaff("W-1", "样地", "village_doctor", VILLAGE, phone="16900010009")], by=county)
    before = _rows()
    import_id = send(_row("W-1"), _row("W-2", full_name="样玄"))
    assert _rows() != before
    _taken_back(import_id, county)
    assert _rows() == before
    with pytest.raises(Refused) as refusal:
        order_undo(import_id, by=county)
    assert refusal.value.code == "not_now"


@pytest.mark.parametrize("code", ["W-1", "W-2"])
def test_one_on_leave_since_holds_the_whole_list(send: Send, county: Actor, code: str) -> None:
    import_id = send(_row("W-1"), _row("W-2", full_name="样玄"))
    [done] = writes.change_staff([Change(code, StaffChange.ON_LEAVE)], by=county)
    assert done.taken
    before = _rows()
    with pytest.raises(Refused) as refusal:
        _taken_back(import_id, county)
    assert refusal.value.code == "used_after_import"
    assert _rows() == before
