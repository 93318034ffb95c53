"""A spreadsheet of invented returnees, as large as a county ever sends at once, and how long its verdicts take.

``python -m bench.import_file FILE.xlsx [ROWS]`` only makes the file. One row in a thousand has a wrong check digit.
"""

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from shouwang.demo.people import invented

ROWS = 100_000
TITLES = (
    "序号", "姓名", "性别", "身份证号码", "联系电话", "现住址", "返乡出发地", "离开日期", "返乡日期",
    "交通方式", "车次航班车牌", "是否接触病例", "体温", "症状", "登记时间", "备注", "乡镇(街道)", "村(社区)",
)  # fmt: skip
ORIGINS = ("湖北省武汉市江汉区", "浙江省温州市", "广东省深圳市", "江苏省苏州市", "河南省郑州市", "上海市浦东新区")
WRONG_EVERY = 1000
DAY = date(2020, 1, 27)


def make(path: Path, rows: int, villages: Sequence[tuple[str, str]]) -> None:
    """Write a file with so many returnees of villages (township name, village name)."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("返乡人员")
        sheet.write_string(0, 0, "返乡人员登记台账")
        sheet.write_string(1, 0, f"填报单位：扶沟县    填报日期：{DAY.isoformat()}")
        sheet.write_row(2, 0, TITLES)
        for n in range(1, rows + 1):
            sheet.write_row(n + 2, 0, _line(n, villages[n % len(villages)]))


def _line(n: int, village: tuple[str, str]) -> list[Any]:
    person = invented(n)
    number = (
        person.id_number if n % WRONG_EVERY else person.id_number[:-1] + ("0" if person.id_number[-1] != "0" else "1")
    )
    left = DAY - timedelta(days=2 + n % 6)
    return [
        n, person.full_name, person.sex, number, person.phone, f"{village[1]}{n % 300 + 1}号",
        ORIGINS[n % len(ORIGINS)], left.isoformat(), (left + timedelta(days=1)).isoformat(), "火车", f"K{n % 900 + 100}", "否",
        36.2 + n % 8 / 10, "无", "2020-01-27 09:30", "", *village,
    ]  # fmt: skip


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ROWS, [("崔桥镇", "崔桥村")])
