"""An imported list of sites, grids or units is taken back as a whole, or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from shouwang.accounts.actors import Actor
from shouwang.ledger.choices import CHANGES_NOT_KEPT, State
from shouwang.ledger.imports import go_on, order_undo, report_of, undo_import, why_not_undone
from shouwang.ledger.models import ImportChange, ImportFile
from shouwang.ledger.recounts import recount
from shouwang.lib.refusals import Refused
from shouwang.places import reads, writes
from shouwang.places.models import Area, AreaCode, Site, SiteOpening, Unit
from shouwang.places.tests.conftest import COUNTY, EAST, TEMPLE_VILLAGE
from shouwang.places.tests.test_exchange import GRID_HEAD, SITE_HEAD, UNIT_HEAD
from shouwang.places.writes import NewGrid, NewSite, NewUnit

HEADS = {"site_list": SITE_HEAD, "grid_list": GRID_HEAD, "unit_list": UNIT_HEAD}
TABLES = (Area, AreaCode, Site, SiteOpening, Unit)
TAKEN = {"accepted", "accepted_with_warnings", "corrected"}
Send = Callable[..., UUID]

SITES = [
    ["K1", "八庙卡点", "卡点", "东桥镇", "八庙村", "", "24h", ""],
    ["X1", "桥头小区", "小区", "东桥镇", "八庙村", "", "", ""],
]
GRIDS = [
    ["G-1", "第一网格", "网格", "东桥镇", "八庙村", ""],
    ["G-1-1", "一号楼", "微网格", "东桥镇", "八庙村", "G-1"],
]
UNITS = [["U1", "东桥镇指挥部", "乡镇指挥部", ""], ["U2", "工作队", "工作队", "U1"]]


@pytest.fixture
def send(tree: Actor, tmp_path: Path) -> Send:
    """Imports lines of a list; answers the import."""

    def sent(ledger: str, *lines: list[Any], outcomes: set[str] = TAKEN) -> UUID:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            for number, line in enumerate([HEADS[ledger], *lines]):
                page.write_row(number, 0, line)
        found = report_of(ledger, path, COUNTY, by=tree)
        assert {one["outcome"] for one in found.verdicts} <= outcomes
        assert found.import_id
        return found.import_id

    return sent


def _taken_back(import_id: UUID, by: Actor) -> None:
    order_undo(import_id, by=by, reason="sent by mistake")
    undo_import(import_id, by=by)


def _rows() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


@pytest.mark.parametrize(("ledger", "lines"), [("site_list", SITES), ("grid_list", GRIDS), ("unit_list", UNITS)])
def test_what_a_list_made_is_gone_and_may_come_again(send: Send, tree: Actor, ledger: str, lines: list[Any]) -> None:
    before = _rows()
    import_id = send(ledger, *lines)
    assert _rows() != before
    _taken_back(import_id, tree)
    assert _rows() == before
    assert list(recount(COUNTY)) == []
    with pytest.raises(Refused) as refusal:
        order_undo(import_id, by=tree)
    assert refusal.value.code == "not_now"
    send(ledger, *lines)
    assert _rows() != before


def test_what_a_list_changed_is_again_what_it_was(send: Send, tree: Actor) -> None:
    writes.record_sites([NewSite("K1", "老卡点", "checkpoint", EAST, hours="8h", rooms=3)], by=tree)
    writes.make_grids([NewGrid(TEMPLE_VILLAGE, "老网格", code="G-1")], by=tree)
    writes.record_units([NewUnit("U1", "老指挥部", "department", EAST)], by=tree)
    before = _rows()
    imports = [
        send("site_list", [*SITES[0][:-1], "停用"]),
        send("grid_list", *GRIDS),
        send("unit_list", *UNITS),
    ]
    for import_id in imports:
        _taken_back(import_id, tree)
    assert _rows() == before
    [grid] = reads.grids_below(TEMPLE_VILLAGE)
    assert grid.name == "老网格"


def test_one_changed_since_holds_the_whole_list(send: Send, tree: Actor) -> None:
    import_id = send("site_list", *SITES)
    writes.record_sites([NewSite("X1", "新名小区", "compound", TEMPLE_VILLAGE)], by=tree)
    before = _rows()
    with pytest.raises(Refused, match="桥头小区") as refusal:
        _taken_back(import_id, tree)
    assert refusal.value.code == "changed_after_import"
    assert _rows() == before


@pytest.mark.parametrize(("ledger", "lines"), [("grid_list", GRIDS), ("unit_list", UNITS)])
def test_one_used_since_holds_the_whole_list(send: Send, tree: Actor, ledger: str, lines: list[Any]) -> None:
    import_id = send(ledger, *lines)
    grid = reads.path_of("G-1") or TEMPLE_VILLAGE
    writes.record_sites([NewSite("Z9", "门口", "checkpoint", grid, unit="U2" if ledger == "unit_list" else "")], by=tree)
    before = _rows()
    with pytest.raises(Refused) as refusal:
        _taken_back(import_id, tree)
    assert refusal.value.code == "used_after_import"
    assert _rows() == before


def test_the_later_list_first(send: Send, tree: Actor) -> None:
    before = _rows()
    first = send("site_list", *SITES)
    second = send("site_list", ["K1", "另一名", "卡点", "东桥镇", "八庙村", "", "", ""])
    order_undo(first, by=tree)
    go_on(first)
    stopped = ImportFile.objects.get(pk=first)
    assert (stopped.state, stopped.code) == (State.FAILED, "changed_after_import")
    assert "八庙卡点" in stopped.reason
    _taken_back(second, tree)
    _taken_back(first, tree)
    assert _rows() == before


def test_a_list_recorded_before_changes_were_kept_is_not_taken_back(send: Send, tree: Actor) -> None:
    import_id = send("site_list", *SITES)
    ImportChange.objects.filter(import_id=import_id).delete()  # as if recorded before there were notes
    before = _rows()
    with pytest.raises(Refused) as refusal:
        order_undo(import_id, by=tree)
    assert (refusal.value.code, str(refusal.value)) == ("cannot_undo", str(CHANGES_NOT_KEPT))
    assert _rows() == before
    assert why_not_undone(ImportFile.objects.get(pk=import_id)) == str(CHANGES_NOT_KEPT)


def test_a_list_that_said_nothing_new_is_taken_back_without_a_note(send: Send, tree: Actor) -> None:
    send("site_list", *SITES)
    again = send("site_list", *SITES, outcomes={"duplicate"})
    assert not ImportChange.objects.filter(import_id=again).exists()
    before = _rows()
    _taken_back(again, tree)
    assert _rows() == before
