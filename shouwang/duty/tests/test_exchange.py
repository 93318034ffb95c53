"""The list of staff as a file, in and out."""

from io import BytesIO
from typing import Any

import xlsxwriter

from shouwang.accounts.actors import Actor
from shouwang.duty import exchange, reads
from shouwang.duty.tests.conftest import COUNTY, EAST, GRID, VILLAGE, id_number
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.imports.importer import Context
from shouwang.ledger.imports.judging import asked
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict

[STAFF] = exchange.IMPORTERS
HEAD = [
    "工号",
    "姓名",
    "性别",
    "身份证号码",
    "联系电话",
    "岗位",
    "所属单位",
    "乡镇(街道)",
    "村(社区)",
    "卡点或小区",
    "网格",
    "班次",
]


def _row(code: str, **cells: Any) -> list[Any]:
    given = {
        "full_name": "样天",
        "sex": "男",
        "id_number": "",
        "phone": "16900010001",
        "role": "网格员",
        "unit": "EAST",
        "township": "东桥镇",
        "village": "八庙村",
        "site": "",
        "grid": "",
        "shift": "",
    }
    return [code, *(given | cells).values()]


def _import(by: Actor, *lines: list[Any]) -> list[Verdict]:
    memory = BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        for number, line in enumerate([["工作人员清单"], HEAD, *lines]):
            page.write_row(number, 0, line)
    rows = read(exchange.STAFF, memory.getvalue(), "staff.xlsx").rows
    context = Context(by, COUNTY, clocks.now())
    judged = [verdict.outcome for verdict in asked(STAFF.judge, rows, context)]
    recorded = asked(STAFF.record, rows, context)
    assert judged == [verdict.outcome for verdict in recorded]
    return recorded


def test_people_come_in_with_the_words_that_offices_use(county: Actor) -> None:
    lines = [
        _row("W-1", id_number=id_number(1), grid="第1网格"),
        _row(
            "W-2", id_number=id_number(2).lower(), role="卡点值守人员", site="村口", shift="夜班", unit="东桥镇卫生院"
        ),
        _row("W-3", id_number=id_number(3), role="volunteer", township="", village="", site="K1"),
    ]
    assert [verdict.outcome for verdict in _import(county, *lines)] == ["accepted"] * 3
    cards = reads.staff_cards(["W-1", "W-2", "W-3"])
    assert (cards["W-1"].area, cards["W-1"].grid) == (GRID, "980101100200-G01")
    assert (cards["W-2"].site, cards["W-2"].shift, cards["W-2"].unit) == ("K1", "night", "CLINIC")
    assert (cards["W-3"].role, cards["W-3"].area) == ("volunteer", VILLAGE)


def test_one_bad_row_stops_no_other(county: Actor) -> None:
    lines = [
        _row("W-1", id_number=id_number(1)[:-1] + "Y"),
        _row("W-2", role="仙人"),
        _row("W-3", township="远方镇"),
        _row("W-4", village="无此村", phone="1"),
    ]
    verdicts = _import(county, *lines)
    assert [verdict.taken for verdict in verdicts] == [False, False, False, True]
    assert {"AREA_UNKNOWN", "PHONE_INVALID", "ID_MISSING"} == {warning.code for warning in verdicts[3].warnings}
    assert reads.staff_cards(["W-4"])["W-4"].area == EAST


def test_the_same_file_again_changes_nothing(county: Actor) -> None:
    lines = [_row(f"W-{n}", id_number=id_number(n)) for n in range(1, 4)]
    assert [{verdict.outcome for verdict in _import(county, *lines)} for _ in range(2)] == [{"accepted"}, {"duplicate"}]


def test_the_list_goes_out_masked(county: Actor) -> None:
    _import(county, _row("W-1", id_number=id_number(1)))
    [out] = read(exchange.STAFF, exchange.staff_workbook(EAST, reads.staff_list(EAST), "查岗用"), "out.xlsx").rows
    assert (out.values["code"], out.values["phone"], out.values["township"]) == ("W-1", "169****0001", "东桥镇")
    assert id_number(1) not in str(out.values)
