"""What goes out can be read in again, keeps its digits, and runs nothing."""

import io
from datetime import date

import openpyxl

from shouwang.ledger.exchange import writers
from shouwang.ledger.exchange.reading import read
from shouwang.ledger.tests.test_exchange_reading import GOOD, HEADINGS, REGISTER, row, workbook
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused

VALUES = {
    "full_name": "=cmd()", "sex": "male", "id_number": "411699195211030037", "phone": "+8616900000001", "address": "一村", "from_place": "武汉",
    "arrived_on": date(2020, 1, 24), "temperature_c": 36.5,
}


def cells(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_an_official_sheet_reads_back_as_it_was_written() -> None:
    content = writers.official(REGISTER, [VALUES], writers.Frame("崔桥镇", date(2020, 1, 26)))
    found = read(REGISTER, content, "x.xlsx")
    assert [parsed.values["id_number"] for parsed in found.rows] == ["411699195211030037"]
    assert (found.rows[0].values["sex"], found.rows[0].values["arrived_on"]) == ("male", date(2020, 1, 24))
    assert [line.what for line in found.ignored] == ["title", "date_line", "total", "footer"]


def test_nothing_written_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writers.official(REGISTER, [VALUES], writers.Frame())))
    assert all(cell.data_type != "f" for page in book.worksheets for line in page.iter_rows() for cell in line)


def test_the_same_sheet_comes_back_with_a_verdict_behind_each_row() -> None:
    content = workbook(["台账"], HEADINGS, GOOD, row(no=2, full_name=""))
    found = read(REGISTER, content, "x.xlsx")
    verdicts: list[Verdict] = [accepted(None), refused(found.rows[1].refusal or Refused("X", ""))]
    back = cells(writers.with_verdicts(content, "x.xlsx", found, verdicts))
    assert back[2][:4] == [1, "李示春", "男", "411699195211030037"]
    assert back[1][10] is not None
    assert (back[2][10] is not None, bool(back[3][11])) == (True, True)


def test_refused_rows_come_back_alone_to_be_mended_and_sent_again() -> None:
    found = read(REGISTER, workbook(HEADINGS, GOOD, row(no=2, arrived_on="前天")), "x.xlsx")
    verdicts = [accepted(None), refused(found.rows[1].refusal or Refused("X", ""))]
    again = read(REGISTER, writers.only_refused(REGISTER, found, verdicts), "again.xlsx")
    assert [parsed.values["full_name"] for parsed in again.rows] == ["李示春"]
