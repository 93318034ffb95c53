"""The register as offices send it: through the engine, with a verdict on every row, and taken back as a whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import exchange
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.tests.conftest import COUNTY, FAR_VILLAGE, HILL, NOON, TOWN, VILLAGE, actor, number
from shouwang.arrivals.tests.test_recording import KEY_AREA, TOTAL, today
from shouwang.ledger.imports import order_undo, run_import, undo_import
from shouwang.ledger.recounts import recount
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused

Send = Callable[..., dict[str, Any]]
TITLES = ["序号", "姓名", "身份证号码", "联系电话", "现住址", "返乡出发地", "离开日期", "返乡日期", "体温", "备注"]


def line(n: int, **more: Any) -> list[Any]:
    cells = dict(
        zip(
            TITLES,
            [n, "张样三", number(n), f"1690{n:07}", "八庙村3号", "湖北武汉", "2020/1/20", "1月20日", 36.5, ""],
            strict=True,
        )
    )
    return list((cells | more).values())


@pytest.fixture
def send(county: Actor, tmp_path: Path) -> Send:
    """Imports lines as an .xlsx of the township: ``send(line, line, area=…, by=…, dry_run=…)``."""

    def sent(
        *lines: list[Any], titles: list[str] = TITLES, area: str = TOWN, by: Actor | None = None, dry_run: bool = False
    ) -> dict[str, Any]:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("返乡")
            for number_of_line, cells in enumerate(
                [["东桥镇返乡人员登记台账"], ["填报单位:东桥镇", "", "填报日期:2020年1月25日"], titles, *lines]
            ):
                page.write_row(number_of_line, 0, cells)
        return run_import("returnee_register", path, area, by=by or actor(area), dry_run=dry_run)

    return sent


def outcomes(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["outcome"], one["code"]) for one in answer["verdicts"]]


def test_four_good_rows_are_taken_and_the_bad_one_says_why(send: Send) -> None:
    answer = send(*(line(n) for n in range(1, 5)), line(5, 身份证号码="411699198001010013"))
    assert answer["counts"] == {
        "data_rows": 5,
        "accepted": 0,
        "accepted_with_warnings": 4,
        "refused": 1,
        "duplicates": 0,
    }
    assert answer["verdicts"][4]["code"] == "ID_CHECK_DIGIT"
    assert answer["verdicts"][4]["reason"]
    assert {warned["code"] for warned in answer["verdicts"][0]["warnings"]} == {"YEAR_ASSUMED"}


def test_a_dry_run_says_the_same_and_saves_nothing(send: Send) -> None:
    lines = [line(1), line(2, 体温=38.2), line(3, 返乡日期="2020-1-26"), line(1)]
    judged = send(*lines, dry_run=True)
    assert not Arrival.objects.exists()
    recorded = send(*lines)
    assert outcomes(judged) == outcomes(recorded)
    assert judged["verdicts"][3]["of_row"] == recorded["verdicts"][3]["of_row"] == 4


def test_the_same_file_again_changes_nothing(send: Send) -> None:
    lines = [line(n) for n in range(1, 4)]
    send(*lines)
    again = send(*lines)
    assert again["counts"]["duplicates"] == 3
    assert {code for _, code in outcomes(again)} == {"DUPLICATE_EXACT"}
    assert today() == {KEY_AREA: 3, TOTAL: 3}


def test_township_and_village_columns_say_where_somebody_lives(send: Send) -> None:
    titles = [*TITLES, "乡镇(街道)", "村(社区)"]
    answer = send(
        [*line(1, 现住址="3号"), "西桥乡", "大李庄村民委员会"],
        [*line(2, 现住址=""), "东桥镇", "八庙村"],
        titles=titles,
        area=COUNTY,
    )
    assert {code for _, code in outcomes(answer)} == {""}
    assert list(Arrival.objects.order_by("received").values_list("area", flat=True)) == [FAR_VILLAGE, VILLAGE]


def test_a_misprinted_village_is_flagged_and_kept_at_its_township(send: Send) -> None:
    answer = send(line(1, 现住址="东桥镇朦山村"), area=COUNTY)
    assert [warned["code"] for warned in answer["verdicts"][0]["warnings"]] == ["YEAR_ASSUMED", "AREA_FUZZY"]
    found = Arrival.objects.get()
    assert (found.area, found.candidates, found.place_open) == (TOWN, [HILL], True)


def test_the_extra_columns_decide_too(send: Send) -> None:
    titles = [*TITLES, "是否持有健康证明", "有无发热史", "是否接触病例", "填报单位编号", "申报方式", "外部编号"]
    answer = send([*line(1, 返乡出发地="河南郑州"), "是", "无", "否", "SWZX", "单位", "A2"], titles=titles)
    assert answer["counts"]["refused"] == 0
    found = Arrival.objects.get()
    assert (found.arrival_class, found.declared_by, found.external_no, found.reported_by) == (
        "zone_in_province",
        "employer",
        "A2",
        "SWZX",
    )


def test_what_the_sheet_says_of_the_class_is_kept_but_decides_nothing(send: Send) -> None:
    send([*line(1), "无需管控"], titles=[*TITLES, "管控措施"])
    found = Arrival.objects.get()
    assert (found.measure, found.stated) == ("home_observation", {"measure": "无需管控"})


def test_the_registration_counts_when_the_row_says_it_was_made(send: Send) -> None:
    send([*line(1), "2020-01-24 19:00"], titles=[*TITLES, "登记时间"])
    assert str(Arrival.objects.get().day) == "2020-01-25"
    send([*line(2), "2020-01-24 17:00"], titles=[*TITLES, "登记时间"])
    assert str(Arrival.objects.get(happened_at__lt="2020-01-24T10:00Z").day) == "2020-01-24"


def test_an_import_is_undone_as_a_whole(send: Send, county: Actor) -> None:
    before = send(line(1))
    assert before["counts"]["accepted_with_warnings"] == 1
    answer = send(line(1, 备注="新备注"), line(2), line(3))
    import_id = UUID(Arrival.objects.order_by("-received").values_list("device", flat=True)[0].removeprefix("import:"))
    assert answer["counts"]["accepted_with_warnings"] == 2
    with acting_as(county):
        order_undo(import_id, by=county)
    undo_import(import_id, by=county)
    assert Arrival.objects.filter(live=True).count() == 1
    assert today() == {KEY_AREA: 1, TOTAL: 1}
    assert list(recount()) == []


def test_a_village_imports_its_own_rows_and_no_others(send: Send) -> None:
    with pytest.raises(Refused) as refusal:
        send(line(1), area=FAR_VILLAGE, by=actor(VILLAGE, "village_officer"))
    assert refusal.value.code == "out_of_area"


def test_every_official_column_has_its_title() -> None:
    titles = [column.title for column in exchange.OFFICIAL.columns]
    assert titles[:5] == ["序号", "姓名", "性别", "年龄", "身份证号码"]
    assert titles[-1] == "备注"
    assert len(titles) == 32


def test_a_clock_alone_is_a_time_of_the_sheets_day() -> None:
    row = exchange.row_of({"recorded_at": clocks.local(NOON).time()}, area=TOWN, as_of=NOON)
    assert row.happened_at == NOON
