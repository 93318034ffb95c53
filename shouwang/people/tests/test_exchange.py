"""The resident summary sheet as offices send it, through the engine into the register and out again."""

import io
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from shouwang.accounts.actors import Actor
from shouwang.ledger.exchange import reading
from shouwang.ledger.exchange.writers import Frame
from shouwang.ledger.imports.importer import Context
from shouwang.ledger.imports.judging import judge_all
from shouwang.lib.verdicts import Verdict
from shouwang.people import exchange, reads, writes
from shouwang.people.models import Household, Person
from shouwang.people.writes import Identity

from .conftest import GRID, TOWN, VILLAGE, number

AS_OF = datetime(2022, 4, 3, 9, tzinfo=UTC)
(IMPORTER,) = exchange.IMPORTERS
Line = list[Any]


def workbook(*lines: Line) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def context(by: Actor, area: str = VILLAGE) -> Context:
    return Context(by, area, AS_OF, uuid4())


def parsed(*lines: Line) -> list[Any]:
    table = reading.read(exchange.SUMMARY, workbook(*lines), as_of=AS_OF)
    assert table.found
    return table.rows


def record(by: Actor, *lines: Line, where: Context | None = None) -> list[Verdict]:
    return IMPORTER.record(parsed(*lines), where or context(by))


FAMILY: list[Line] = [
    ["幸福小区常住人口信息汇总表"],
    ["填报单位：样社区", None, None, "填报日期：2022年4月3日"],
    [
        "序号",
        "楼 栋",
        "单元",
        "房号*",
        "户主",
        "姓 名",
        "与户主关系",
        "性别",
        "身份證號碼",
        "手机号",
        "是否在家",
        "人员属性",
        "网格员",
        "宠物",
    ],
    [
        1,
        "3号楼",
        "2",
        "0501",
        "张样三",
        "张样三",
        "户主",
        "男",
        number(1),
        "169-0000-0001",
        "是",
        "重点人员、流动人员",
        "王样",
        "猫",
    ],
    [2, "3号楼", "2", "0501", "张样三", "李 样", "妻", "女", number(2), "16900000001", "否", "", "王样", ""],
    ["合计", 2],
    ["填表人：", "审核人："],
]
HOMES: list[Line] = [
    ["户编号", "网格", "小区", "房号", "户主姓名", "户内人数", "60岁以上人数", "60岁以上加强人数"],
    *([f"WC-H-{n:04d}", "", "XQ-001", f"{n:04d}", f"户主{n:04d}", 3 + (n % 4 == 0), n % 2, 0] for n in range(1, 21)),
]


def test_a_family_of_a_real_sheet_is_read(town: Actor) -> None:
    assert [verdict.outcome for verdict in record(town, *FAMILY)] == ["accepted", "accepted"]
    home = Household.objects.get()
    assert (home.building, home.door, home.listed, home.remark) == ("3号楼", "0501", 2, "网格员：王样")
    head = Person.objects.get(name_key="张样三")
    assert (head.relation_to_head, head.present, head.groups, head.remark) == (
        "户主",
        True,
        ["重点人员", "流动人员"],
        "宠物：猫",
    )
    assert Person.objects.get(name_key="李样").phone_masked == "169****0001"


def test_households_without_names_are_counted_by_their_members(town: Actor) -> None:
    assert {verdict.outcome for verdict in record(town, *HOMES)} == {"accepted"}
    assert Household.objects.count() == 20
    assert sum(home.members or 0 for home in Household.objects.all()) == 65
    assert {home.from_day for home in Household.objects.all()} == {date(2022, 4, 3)}
    assert not Person.objects.exists()


@pytest.mark.parametrize("sheet", [FAMILY, HOMES], ids=["family", "homes"])
def test_the_same_file_twice_changes_nothing(town: Actor, sheet: list[Line]) -> None:
    record(town, *sheet)
    before = list(Household.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())
    assert {verdict.outcome for verdict in record(town, *sheet)} == {"duplicate"}
    assert (list(Household.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())) == before


def test_verdicts_before_saving_are_those_of_saving(town: Actor) -> None:
    bad: Line = [3, "3号楼", "2", "0502", "赵样", "赵样", "户主", "男", "511725199001010012", "", "是", "", "", ""]
    rows, where = parsed(*FAMILY[:5], bad), context(town)
    judged = judge_all(IMPORTER, rows, where)
    assert not Person.objects.exists()
    assert [(verdict.outcome, verdict.code) for verdict in judged] == [
        ("accepted", ""),
        ("accepted", ""),
        ("refused", "ID_CHECK_DIGIT"),
    ]
    good = [row for row in rows if row.refusal is None]
    assert [verdict.outcome for verdict in IMPORTER.record(good, where)] == ["accepted", "accepted"]


def test_a_line_without_a_name_is_refused_in_a_list_of_persons(town: Actor) -> None:
    assert [(v.outcome, v.code) for v in record(town, *FAMILY[:3], [1, "3号楼", "2", "0501"])] == [
        ("refused", "NAME_MISSING")
    ]


def test_an_unknown_place_stays_at_the_township_with_a_warning(town: Actor) -> None:
    lines: list[Line] = [
        ["村(社区)", "房号", "姓名", "身份证号码", "联系电话"],
        ["不知何村", "1", "张样", number(1), "16900000001"],
    ]
    verdict = record(town, *lines, where=context(town, TOWN))[0]
    assert (verdict.outcome, [warned.code for warned in verdict.warnings]) == (
        "accepted_with_warnings",
        ["AREA_UNKNOWN"],
    )
    assert Person.objects.get().area == TOWN


def test_an_unknown_grid_is_not_followed(town: Actor) -> None:
    lines: list[Line] = [["网格", "房号", "户内人数"], ["G-404", "1", 3]]
    assert [warned.code for warned in record(town, *lines)[0].warnings] == ["AREA_UNKNOWN"]
    assert Household.objects.get().area == VILLAGE


def test_a_file_is_taken_back_as_a_whole(town: Actor) -> None:
    kept = writes.identify([Identity(full_name="钱样", area=VILLAGE, document=number(9))], by=town)[0].person_id
    where = context(town)
    record(town, *FAMILY, where=where)
    assert IMPORTER.undo
    IMPORTER.undo([], where)
    assert [person.pk for person in Person.objects.all()] == [kept]
    assert not Household.objects.exists()


def test_of_whom_more_is_known_by_now_stays(town: Actor) -> None:
    where = context(town)
    record(town, *FAMILY, where=where)
    other = writes.identify([Identity(full_name="钱样", area=VILLAGE, document=number(9))], by=town)[0].person_id
    Person.objects.filter(pk=other).update(merged_into=Person.objects.get(name_key="李样"))
    assert IMPORTER.undo
    IMPORTER.undo([], where)
    assert {one.name_key for one in Person.objects.all()} == {"李样", "钱样"}
    assert Household.objects.get().listed == 1


def test_the_official_sheet_reads_back_as_it_was_written(town: Actor) -> None:
    record(town, *FAMILY)
    shown = writes.listed_in_full(VILLAGE, reason="打印存档", by=town)
    content = exchange.summary_workbook(shown, Frame(unit="样社区", day=date(2022, 4, 3)))
    rows = reading.read(exchange.SUMMARY, content, as_of=AS_OF).rows
    assert {(row.values["full_name"], row.values["door"], row.values["id_number"]) for row in rows} == {
        ("张样三", "0501", number(1)), ("李样", "0501", number(2)),
    }  # fmt: skip


def test_without_a_reason_the_sheet_shows_masked_numbers(town: Actor) -> None:
    record(town, *FAMILY)
    content = exchange.summary_workbook(reads.listed(VILLAGE, by=town), Frame())
    rows = reading.read(exchange.SUMMARY, content).rows
    assert {row.refusal.code for row in rows if row.refusal} == {"ID_LENGTH"}
    assert all("*" in row.values["id_number"] for row in rows)


def test_the_columns_of_the_official_sheet_are_in_the_official_order() -> None:
    titles = [column.title for column in exchange.OFFICIAL.columns]
    assert titles[:8] == ["序号", "小区", "楼栋", "单元", "房号", "户主姓名", "姓名", "与户主关系"]
    assert titles[-2:] == ["更新日期", "备注"]
    assert GRID.startswith(VILLAGE)
