"""Reads what offices really send: every mess of the field, row by row."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.reading import Table, read
from shouwang.lib.refusals import Refused

REGISTER = Ledger(
    "toy_register", "返乡人员登记台账",
    (
        Column("no", "序号", "int"), Column("full_name", "姓名", required=True), Column("sex", "性别", "enum", values={"男": "male", "女": "female"}),
        Column("age", "年龄", "int"), Column("id_number", "身份证号码", "id", required=True), Column("phone", "联系电话", "phone"),
        Column("address", "现住址", "place", required=True), Column("from_place", "返乡出发地", "place", required=True),
        Column("arrived_on", "返乡日期", "date", required=True), Column("temperature_c", "体温", "temp"), Column("remark", "备注"),
        Column("township", "乡镇(街道)", "place"), Column("village", "村(社区)", "place"),
    ),
)
HEADINGS = ["序号", "姓名", "性别", "身份证号码", "联系电话", "现住址", "返乡出发地", "返乡日期", "体温", "备注"]
GOOD = [1, "李示春", "男", "411699195211030037", "16900000001", "一村1号", "湖北武汉", "2020/1/24", 36.5, ""]


def workbook(*lines: list[Any], merge: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    for box in merge:
        sheet.merge_cells(box)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def table(*lines: list[Any], as_of: datetime | None = None, **more: Any) -> Table:
    return read(REGISTER, workbook(*lines, **more), as_of=as_of)


def row(**changed: Any) -> list[Any]:
    names = ["no", "full_name", "sex", "id_number", "phone", "address", "from_place", "arrived_on", "temperature_c", "remark"]
    return [changed.get(name, value) for name, value in zip(names, GOOD, strict=True)]


def only(found: Table) -> Any:
    assert len(found.rows) == 1, (found.rows, found.ignored)
    return found.rows[0]


def test_a_clean_row_is_read() -> None:
    found = only(table(HEADINGS, GOOD))
    assert found.refusal is None
    assert (found.row, found.values["full_name"], found.values["arrived_on"]) == (2, "李示春", date(2020, 1, 24))


def test_title_unit_and_date_lines_stand_above_the_header() -> None:
    found = table(["返乡人员登记台账"], ["填报单位:崔桥镇 填报日期:2020年1月26日"], [], HEADINGS, row(arrived_on="1月24日"))
    assert found.sheets[0].header_rows == [4]
    assert [line.what for line in found.ignored] == ["title", "date_line", "blank"]
    assert only(found).values["arrived_on"] == date(2020, 1, 24)
    assert [warned.code for warned in only(found).warnings] == ["YEAR_ASSUMED"]


def test_synonyms_other_order_and_traditional_headings_are_understood() -> None:
    found = table(["備註", "返鄉時間", "手機", "由何處返回", "住址", "證件號碼", "姓 名"], ["", "2020.01.25", "169 0000 0001", "武汉", "一村", "411699195211030037", "李 春"])
    values = only(found).values
    assert (values["full_name"], values["phone"], values["arrived_on"]) == ("李春", "+8616900000001", date(2020, 1, 25))
    assert set(found.sheets[0].column_mapping.values()) == {"remark", "arrived_on", "phone", "from_place", "address", "id_number", "full_name"}


def test_a_header_of_two_lines_is_one_header() -> None:
    found = table(["序号", "姓名", "身份证号码", "返乡信息", "", "现住址"], ["", "", "", "返乡出发地", "返乡日期", ""], [1, "李示春", "", "武汉", "2020-1-24", "一村"], merge=("D1:E1",))
    assert found.sheets[0].header_rows == [1, 2]
    assert only(found).values["from_place"] == "武汉"


def test_headings_at_page_breaks_totals_footers_and_blanks_are_no_rows() -> None:
    found = table(HEADINGS, GOOD, [], HEADINGS, row(full_name="王范兰", no=2), ["合计", "", "", "2人"], ["填表人:张三", "", "审核人:李四"], [3])
    assert [line.what for line in found.ignored] == ["blank", "repeated_header", "total", "footer", "blank"]
    assert [parsed.row for parsed in found.rows] == [2, 5]


def test_merged_cells_are_filled_down_inside_their_range_only() -> None:
    found = table(HEADINGS, GOOD, row(no=2, full_name="王范兰", address=""), row(no=3, full_name="孙演竹", address=""), merge=("F2:F3",))
    assert [parsed.values["address"] for parsed in found.rows] == ["一村1号", "一村1号", ""]
    assert found.rows[2].refusal.code == "REQUIRED_MISSING"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"full_name": ""}, "NAME_MISSING"), ({"from_place": ""}, "REQUIRED_MISSING"), ({"id_number": 411699195211030037}, "ID_PRECISION_LOST"),
        ({"id_number": "41169919521103003"}, "ID_LENGTH"), ({"id_number": "411699195211030038"}, "ID_CHECK_DIGIT"),
        ({"id_number": "35092519600230001X"}, "ID_BIRTH_DATE"), ({"arrived_on": "前天"}, "DATE_UNREADABLE"), ({"temperature_c": 365}, "TEMP_IMPLAUSIBLE"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(changed: dict[str, Any], code: str) -> None:
    found = table(HEADINGS, GOOD, row(no=2, **changed))
    assert found.rows[0].refusal is None
    assert found.rows[1].refusal.code == code
    assert str(found.rows[1].refusal)


def test_a_date_after_the_sheet_s_own_is_refused() -> None:
    found = table(["填报日期:2020年1月23日"], HEADINGS, GOOD)
    assert only(found).refusal.code == "DATE_IN_FUTURE"


def test_without_any_year_a_person_is_asked() -> None:
    assert only(table(HEADINGS, row(arrived_on="1月24日"))).refusal.code == "YEAR_UNKNOWN"
    assert only(table(HEADINGS, row(arrived_on="1月24日"), as_of=datetime.fromisoformat("2020-02-01"))).values["arrived_on"] == date(2020, 1, 24)


def test_excel_serials_and_real_dates_are_dates() -> None:
    found = table(HEADINGS, row(arrived_on=43854), row(no=2, arrived_on=datetime.fromisoformat("2020-01-24T15:30")))
    assert [parsed.values["arrived_on"] for parsed in found.rows] == [date(2020, 1, 24), date(2020, 1, 24)]


def test_full_width_characters_are_half_width() -> None:
    assert only(table(HEADINGS, row(id_number="４１１６９９１９５２１１０３００３７"))).values["id_number"] == "411699195211030037"


def test_unknown_columns_go_to_the_remark_with_their_heading() -> None:
    found = table([*HEADINGS, "同行宠物"], [*GOOD, "猫"])
    assert only(found).values["remark"] == "同行宠物：猫"


def test_a_heading_that_may_mean_two_things_is_left_to_a_person() -> None:
    found = table(["姓名", "身份证号码", "现住址", "返回地", "返乡日期"], ["李示春", "", "一村", "武汉", "2020-1-24"])
    assert found.sheets[0].column_mapping["返回地"] is None
    assert only(found).refusal.code == "REQUIRED_MISSING"


def test_the_same_row_twice_points_to_the_first() -> None:
    found = table(HEADINGS, GOOD, row(no=7))
    assert [parsed.of_row for parsed in found.rows] == [None, 2]


def test_a_sheet_without_a_table_is_named() -> None:
    found = table(["通知"], ["请各村上报"])
    assert not found.found
    assert [line.what for line in found.ignored][-1] == "no_table"


@pytest.mark.parametrize(("content", "code"), [(b"", "FILE_EMPTY"), (b"\0" * 5000, "FILE_EMPTY"), (b"PK\x03\x04 broken", "FILE_TRUNCATED"), (b"%PDF-1.4 \x00\xff\xfe", "FILE_NOT_WORKBOOK")])
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(REGISTER, content, "x.xlsx")
    assert refusal.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = "\n".join([",".join(HEADINGS), ",".join(map(str, GOOD))])
    assert only(read(REGISTER, text.encode(encoding), "x.csv")).values["full_name"] == "李示春"


def test_html_saved_as_xls_is_read() -> None:
    cells = "".join(f"<td>{value}</td>" for value in GOOD)
    page = f"<html><table><tr>{''.join(f'<th>{heading}</th>' for heading in HEADINGS)}</tr><tr>{cells}</tr></table></html>"
    assert only(read(REGISTER, page.encode("gb18030"), "x.xls")).values["id_number"] == "411699195211030037"


WIDE = Ledger(
    "toy_temperatures", "体温登记表",
    (
        Column("no", "序号", "int"), Column("full_name", "姓名", required=True), Column("id_number", "身份证号码", "id"),
        Column("from_date", "观察开始日期", "date", required=True), Column("released_on", "解除日期", "date"), Column("remark", "备注"),
        Column("date", "日期", "date"), Column("slot", "时段", "enum", values={"上午": "am", "下午": "pm"}), Column("temperature_c", "体温", "temp"),
    ),
    wide=True, long_required=("date", "slot"),
)


def test_a_wide_sheet_gives_one_row_a_reading() -> None:
    head = ["序号", "姓名", "身份证号码", "观察开始日期", "第1天", "", "", "第2天", "", ""]
    below = ["", "", "", "", "上午体温", "下午体温", "症状", "上午体温", "下午体温", "症状"]
    line = [1, "李示春", "", "2020-01-25", "36。8", "36度6", "", "正常", "365", "咳嗽"]
    found = read(WIDE, workbook(["填报日期:2020年1月27日 18:00"], head, below, line, merge=("E2:G2", "H2:J2")))
    got = [(r.row, r.column, r.values["date"].isoformat(), r.values["slot"], r.values["kind"], r.refusal.code if r.refusal else "") for r in found.rows]
    assert got == [
        (4, "第1天 上午体温", "2020-01-25", "am", "measured", ""), (4, "第1天 下午体温", "2020-01-25", "pm", "measured", ""),
        (4, "第2天 上午体温", "2020-01-26", "am", "normal", ""), (4, "第2天 下午体温", "2020-01-26", "pm", "refused", "TEMP_IMPLAUSIBLE"),
    ]
    assert found.rows[2].values["symptoms"] == ["咳嗽"]


def test_blanks_after_the_sheet_s_time_are_not_due_yet() -> None:
    head = ["姓名", "身份证号码", "观察开始日期", "第1天上午", "第1天下午", "第2天上午", "第2天下午"]
    found = read(WIDE, workbook(["截至2020年1月26日 10:00"], head, ["李示春", "", "2020-01-25", 36.5, "", 36.6, ""]))
    assert len(found.rows) == 2
    assert [line.what for line in found.ignored if line.what.startswith("not")] == ["not_measured 第1天下午"]


def test_the_long_form_is_read_as_well() -> None:
    found = read(WIDE, workbook(["日期", "时段", "姓名", "身份证号码", "体温"], ["2020-01-26", "上午", "李示春", "", 36.4]))
    assert (only(found).refusal, only(found).values["slot"]) == (None, "am")
