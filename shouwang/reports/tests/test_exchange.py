"""The official spreadsheet of the daily report: its words, its order, its numbers, its foot."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import registry
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.places.reads import path_of
from shouwang.reports import reads
from shouwang.reports.exchange import OFFICIAL_ITEMS, as_workbook

pytestmark = pytest.mark.usefixtures("demo")
HEAD = ["序号", "指标", "今日新增", "累计", "现有", "备注"]


def written(language: str = "zh-hans") -> tuple[reads.Sheet, list[list[Any]]]:
    """Yesterday's sheet of the county, and the lines of its spreadsheet."""
    with acting_as(system()), translation.override(language):
        area, day = path_of("411621") or "", clocks.today() - timedelta(days=1)
        sheet = reads.sheet(Subject(area=area), day)
        content = as_workbook(sheet, list(reads.signatures(area, day)))
    return sheet, CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_every_item_has_its_official_name_and_stands_in_the_official_order() -> None:
    assert [figure.name for figure in registry.all() if figure.name not in OFFICIAL_ITEMS] == []
    sheet, lines = written()
    asked = {item.name for item in sheet.items}
    assert lines[2] == HEAD
    assert [line[1] for line in lines[3 : 3 + len(asked)]] == [title for name, title in OFFICIAL_ITEMS.items() if name in asked]


def test_the_numbers_are_those_of_the_sheet_and_a_column_that_an_item_does_not_have_is_empty() -> None:
    sheet, lines = written()
    by_title = {line[1]: line[2:5] for line in lines[3 : 3 + len(sheet.items)]}
    for item in sheet.items:
        expected = [item.values.get(column) for column in ("today", "total", "now")]
        assert [None if cell == "" else cell for cell in by_title[OFFICIAL_ITEMS[item.name]]] == expected, item.name


def test_title_date_and_foot_are_the_official_ones_for_every_reader() -> None:
    sheet, lines = written("en")
    said = [str(line[0]) for line in lines]
    assert said[0] == "疫情防控工作日报表"
    assert all(word in said[1] for word in ("填报单位：", "日期：", "截至时点：18:00"))
    foot = "\n".join(said[3 + len(sheet.items) :])
    assert all(word in foot for word in ("是否零报告：", "填报人：", "审核人：", "报送时间："))
