"""The temperature sheet as offices send it, wide and long, and as it goes out again."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from shouwang.accounts.actors import Actor
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.exchange.writers import Frame
from shouwang.ledger.imports import run_import
from shouwang.ledger.recounts import recount
from shouwang.quarantine import reads
from shouwang.quarantine.exchange import SHEET, as_workbook
from shouwang.quarantine.models import Observation, Reading
from shouwang.quarantine.tests.conftest import TODAY, VILLAGE, at, number, order, proposal, reading, started
from shouwang.quarantine.tests.test_orders import figure
from shouwang.quarantine.writes import SheetReading, propose, record_readings, record_sheet, start, undo_sheet

LONG = ["日期", "时段", "姓名", "身份证号码", "体温", "症状", "监测人", "测量时间"]
WIDE = ["序号", "姓名", "身份证号码", "住址", "最后接触或离开日期", "观察开始日期", "第1天上午体温", "第1天下午体温", "第2天上午体温", "第2天下午体温", "监测人"]


def workbook(folder: Path, lines: list[list[Any]], made: str = "2020年2月4日") -> Path:
    """A file with a title and a date line above the header."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet()
        for row, line in enumerate([["居家医学观察体温登记表"], [f"填报日期：{made}"], *lines]):
            for column, cell in enumerate(line):
                page.write(row, column, cell)
    file = folder / "sheet.xlsx"
    file.write_bytes(memory.getvalue())
    return file


def outcomes(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["outcome"], line["code"]) for line in report["verdicts"]]


def imported(county: Actor, file: Path, dry_run: bool = False) -> dict[str, Any]:
    return run_import("temperature_sheet", file, VILLAGE, as_of=at(TODAY, 19), dry_run=dry_run, by=county)


def test_a_long_sheet_is_one_reading_a_line(county: Actor, tmp_path: Path) -> None:
    started(county, 1, 2)
    file = workbook(tmp_path, [
        LONG, ["2020-02-04", "上午", "张样三", number(1), "36度5", "", "样村医", "2020-02-04 09:00"],
        ["2020-02-04", "上午", "张样三", number(2), 365, "", "样村医", "2020-02-04 09:05"],
        ["2020-02-04", "下午", "张样三", number(2), "37.6", "干咳", "样村医", "16:10"],
    ])  # fmt: skip
    report = imported(county, file)
    assert outcomes(report) == [("accepted", ""), ("refused", "TEMP_IMPLAUSIBLE"), ("accepted_with_warnings", "")]
    assert Reading.objects.get(symptoms=["dry_cough"]).happened_at == at(TODAY, 16, 10)
    assert figure("readings_done") == {"today": 2}
    assert [outcome for outcome, _ in outcomes(imported(county, file))] == ["duplicate", "refused", "duplicate"]


def test_a_preview_changes_nothing(county: Actor, tmp_path: Path) -> None:
    started(county, 1)
    file = workbook(tmp_path, [LONG, ["2020-02-04", "上午", "张样三", number(1), 36.5, "", "样村医", "09:00"]])
    assert outcomes(imported(county, file, dry_run=True)) == [("accepted", "")]
    assert not Reading.objects.exists()


def test_a_wide_sheet_brings_readings_and_the_observation_nobody_knew(county: Actor, tmp_path: Path) -> None:
    line = [1, "李样四", number(7), "八庙村7号", "2020-02-01", "2020-02-03", 36.5, "37.4", "正常", "", "样村医"]
    report = imported(county, workbook(tmp_path, [WIDE, line]))
    assert {outcome for outcome, _ in outcomes(report)} == {"accepted_with_warnings"}
    one = Observation.objects.get()
    assert (one.area, one.due_on, one.started_at) == (VILLAGE, date(2020, 2, 15), at(date(2020, 2, 3), 0))
    assert list(Reading.objects.order_by("slot_date", "slot").values_list("slot", "kind")) == [("am", "measured"), ("pm", "measured"), ("am", "normal")]
    assert figure("readings_missed") == {"today": 1}


def test_a_sheet_starts_the_measure_that_its_class_proposed(county: Actor, tmp_path: Path) -> None:
    propose([proposal(1), proposal(2, "central_isolation")], by=county)
    lines = [[n, "张样三", number(n), "", "", "2020-02-03", 36.5, 36.6, 36.7, "", "样村医"] for n in (1, 2)]
    assert {outcome for outcome, _ in outcomes(imported(county, workbook(tmp_path, [WIDE, *lines])))} == {"accepted_with_warnings"}
    standing = [(one.measure, one.state, one.started_at) for one in Observation.objects.order_by("-measure")]
    assert standing == [(measure, "active", at(date(2020, 2, 3), 0)) for measure in ("home_observation", "central_isolation")]


def sheet_of(n: int, **more: Any) -> SheetReading:
    told = {"full_name": "张样三", "place": "八庙村", "from_date": date(2020, 1, 28), "slot_date": date(2020, 2, 1), "slot": "am", "written": 36.5}
    return SheetReading(id_number=number(n), **{**told, **more})


@pytest.mark.parametrize("released", [None, date(2020, 2, 3)])
def test_an_undone_sheet_leaves_no_trace_in_the_figures(county: Actor, released: date | None) -> None:
    propose([proposal(1)], by=county)
    before = Observation.objects.values_list("state", "steps", "due_on", "last_exposure_on", "rule").get()
    rows = [sheet_of(n, released_on=released, last_exposure_on=date(2020, 1, 27)) for n in (1, 7)]
    ids = [verdict.id for verdict in record_sheet(rows, by=county, mark="import:1", area=VILLAGE) if verdict.id]
    assert figure("home_observation_started", date(2020, 1, 28))["total"] == len(ids) == 2
    undo_sheet(ids, by=county, mark="import:1")
    for name in ("home_observed", "home_observation_started", "home_observation_released", "readings_due", "readings_done"):
        assert set(figure(name, date(2020, 2, 3)).values()) == {0}, name
    assert Observation.objects.exclude(state="withdrawn").values_list("state", "steps", "due_on", "last_exposure_on", "rule").get() == before
    assert list(recount()) == []
    assert start([order(1)], by=county)[0].taken


def test_what_somebody_decided_since_the_sheet_stays_when_it_is_undone(county: Actor) -> None:
    ids = [verdict.id for verdict in record_sheet([sheet_of(7)], by=county, mark="import:1", area=VILLAGE) if verdict.id]
    record_readings([reading(7, 36.4)], by=county)
    undo_sheet(ids, by=county, mark="import:1")
    assert Observation.objects.get().state == "active"


def test_the_sheet_that_goes_out_can_come_in_again_and_changes_nothing(county: Actor, tmp_path: Path) -> None:
    started(county, 1)
    record_readings([reading(1, 36.5), reading(1, "正常", slot="pm")], by=county)
    rows, days = reads.sheet_rows(list(reads.observations(by=county)), by=county)
    content = as_workbook([row | {"id_number": number(1)} for row in rows], days, Frame(day=TODAY))
    table = read(SHEET, content, "out.xlsx")
    assert [(row.values["date"], row.values["slot"]) for row in table.rows if row.column] == [(TODAY, "am"), (TODAY, "pm")]
    file = tmp_path / "out.xlsx"
    file.write_bytes(content)
    assert {outcome for outcome, _ in outcomes(imported(county, file))} == {"duplicate"}
