"""Lists of sites, grids and units as files, in and out."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.imports.importer import Context, Importer
from shouwang.ledger.imports.judging import asked
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.places import exchange, reads, writes
from shouwang.places.tests.conftest import (
    COUNTY,
    EAST,
    EAST_HILL,
    LI,
    TEMPLE_COMMUNITY,
    TEMPLE_VILLAGE,
    WEST_HILL,
    officer,
)
from shouwang.places.writes import NewGrid, NewUnit

SITES, GRIDS, UNITS = exchange.IMPORTERS
SITE_HEAD = ["编号", "名称", "类型", "乡镇(街道)", "村(社区)", "管理单位", "值守时间", "状态"]
GRID_HEAD = ["网格编号", "网格名称", "类型", "乡镇(街道)", "村(社区)", "上级网格"]
UNIT_HEAD = ["单位编号", "单位名称", "类型", "上级单位"]


def _file(*lines: list[Any]) -> bytes:
    memory = BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
    return memory.getvalue()


def _import(
    importer: Importer, by: Actor, *lines: list[Any], at: datetime | None = None, area: str = COUNTY
) -> list[Verdict]:
    rows = read(importer.ledger, _file(*lines), "list.xlsx").rows
    context = Context(by, area, at)
    judged = [verdict.outcome for verdict in asked(importer.judge, rows, context)]
    recorded = asked(importer.record, rows, context)
    assert judged == [verdict.outcome for verdict in recorded], "a rehearsal says what will happen"
    return recorded


def test_sites_come_in_with_the_words_that_offices_use(tree: Actor) -> None:
    writes.record_units([NewUnit("E", "东桥镇指挥部", "township_group", EAST)], by=tree)
    lines = [
        ["K1", "八庙卡点1", "卡点", "东桥镇", "八庙村", "E", "24h", "启用"],
        ["X1", "桥头小区", "小区", "東橋鎮", "八廟社區", "东桥镇指挥部", "", ""],
        ["X2", "路口", "blocked_crossing", "东桥镇", "", "", "", "暂停"],
    ]
    at = clocks.now()
    verdicts = _import(SITES, tree, ["点位清单"], SITE_HEAD, *lines, ["合计", 3], at=at)
    assert [verdict.outcome for verdict in verdicts] == ["accepted"] * 3
    found = {site.code: (site.kind, site.area, site.unit, site.state) for site in reads.sites()}
    assert found == {
        "K1": ("checkpoint", TEMPLE_VILLAGE, "E", "open"),
        "X1": ("compound", TEMPLE_COMMUNITY, "E", "open"),
        "X2": ("blocked_crossing", EAST, "", "suspended"),
    }
    assert [site.opened_at for site in reads.sites(kind="checkpoint")] == [at]


def test_the_same_file_again_changes_nothing(tree: Actor) -> None:
    lines = [SITE_HEAD, ["K1", "八庙卡点1", "卡点", "东桥镇", "八庙村", "", "24h", ""]]
    assert [_import(SITES, tree, *lines)[0].outcome for _ in range(2)] == ["accepted", "duplicate"]


def test_a_row_in_doubt_stays_at_the_township_and_one_from_elsewhere_is_refused(tree: Actor) -> None:
    lines = [
        ["K1", "点", "卡点", "东桥镇", "八庙", "", "", ""],
        ["K2", "点", "卡点", "东桥镇", "濠山村", "", "", ""],
        ["K3", "点", "卡点", "东桥镇", "无此村", "", "", ""],
        ["K4", "点", "卡点", "远方镇", "无此村", "", "", ""],
        ["K5", "点", "卡点", "", "濛山村", "", "", ""],
    ]
    verdicts = _import(SITES, tree, SITE_HEAD, *lines)
    said = [verdict.code or verdict.warnings[0].code for verdict in verdicts]
    assert said == ["AREA_AMBIGUOUS", "AREA_FUZZY", "AREA_UNKNOWN", "AREA_UNKNOWN", "AREA_AMBIGUOUS"]
    assert [verdict.taken for verdict in verdicts] == [True, True, True, False, True]
    assert "濛山村" in verdicts[1].warnings[0].sentence
    assert {site.code: site.area for site in reads.sites()} == {"K1": EAST, "K2": EAST, "K3": EAST, "K5": COUNTY}


def test_a_township_imports_into_itself_only(tree: Actor) -> None:
    with acting_as(officer(EAST)) as by:
        lines = [
            ["K1", "点", "卡点", "东桥镇", "濛山村", "", "", ""],
            ["K2", "点", "卡点", "西桥乡", "濛山村", "", "", ""],
        ]
        verdicts = _import(SITES, by, SITE_HEAD, *lines, area=EAST)
    assert [verdict.code for verdict in verdicts] == ["", "AREA_UNKNOWN"]
    assert [site.area for site in reads.sites()] == [EAST_HILL]
    assert tree.covers(WEST_HILL)


def test_grids_come_in_below_villages_townships_and_other_grids(tree: Actor) -> None:
    lines = [
        ["980101200201-S01", "散户区1", "散户区", "西桥乡", "大李庄村", "980101200201-G01"],
        ["980101200201-G01", "第1网格", "网格", "西桥乡", "大李庄村", ""],
        ["980101100-G01", "东桥网格1", "", "东桥镇", "", ""],
    ]
    verdicts = _import(GRIDS, tree, GRID_HEAD, *lines)
    assert [verdict.facts["path"] for verdict in verdicts] == [LI + "001001", LI + "001", EAST + "000001"]


def test_units_name_each_other_in_one_list(tree: Actor) -> None:
    lines = [
        ["XZ-1", "县直单位1", "县直单位", "指挥部办公室"],
        ["ZHB", "指挥部办公室", "指挥部", ""],
        ["Y", "某院", "", "没有"],
    ]
    assert [verdict.code for verdict in _import(UNITS, tree, UNIT_HEAD, *lines)] == ["", "", "unit_unknown"]
    assert reads.unit_chain("XZ-1") == ["XZ-1", "ZHB"]
    assert reads.unit_area("XZ-1") == COUNTY


def test_a_list_changes_nothing_that_it_does_not_speak_of(tree: Actor) -> None:
    writes.record_units([NewUnit("E", "东桥镇指挥部", "township_group", EAST)], by=tree)
    house = writes.NewSite("G1", "隔离点", "isolation_site", EAST, "E", "24h", rooms=20, contact="16900000001")
    writes.record_sites([house], by=tree)
    line = ["G1", "隔离点", "集中隔离点", "东桥镇", "", "", "", ""]
    assert [_import(SITES, tree, SITE_HEAD, line)[0].outcome for _ in range(2)] == ["duplicate", "duplicate"]
    assert _import(SITES, tree, [*SITE_HEAD, "房间数"], [*line, 24])[0].outcome == "corrected"
    [site] = reads.sites(kind="isolation_site")
    assert (site.rooms, site.contact, site.unit, site.hours) == (24, "16900000001", "E", "24h")


@pytest.mark.parametrize("written", ["sites", "units", "grids"])
def test_what_goes_out_comes_in_again_as_known(tree: Actor, written: str) -> None:
    writes.record_units([NewUnit("E", "东桥镇指挥部", "township_group", COUNTY)], by=tree)
    writes.make_grids([NewGrid(LI, "东片", code="G1"), NewGrid(LI, "散户", "scattered_area", parent="G1")], by=tree)
    _import(SITES, tree, SITE_HEAD, ["K1", "卡点1", "卡点", "东桥镇", "八庙村", "E", "24h", "启用"])
    importer = {"sites": SITES, "units": UNITS, "grids": GRIDS}[written]
    content = {
        "sites": lambda: exchange.sites_workbook("试县", reads.sites()),
        "units": lambda: exchange.units_workbook("试县", reads.units_below(COUNTY)),
        "grids": lambda: exchange.grids_workbook(COUNTY),
    }[written]()
    rows = read(importer.ledger, content, "out.xlsx").rows
    assert rows
    assert {verdict.outcome for verdict in asked(importer.record, rows, Context(tree, COUNTY))} == {"duplicate"}
