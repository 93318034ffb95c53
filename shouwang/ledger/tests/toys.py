"""A ledger that belongs to no feature: its records are marks of the engine's own tables. All people are invented."""

import csv
import io
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.imports import importer
from shouwang.ledger.imports.importer import Context, Importer
from shouwang.ledger.models import TallyMark
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate

FIGURE = "toy"
TOWN, OTHER_TOWN = "001001001001", "001001001002"
SHEET = Ledger(
    "toy_register", "玩具台账",
    (
        Column("no", "序号", "int"), Column("full_name", "姓名", required=True),
        Column("id_number", "身份证号码", "id", required=True),
        Column("phone", "联系电话", "phone"), Column("arrived_on", "返乡日期", "date", required=True),
        Column("temperature_c", "体温", "temp"), Column("remark", "备注"),
    ),
)  # fmt: skip
WIDE = Ledger(
    "toy_temperatures", "玩具体温表",
    (
        Column("full_name", "姓名", required=True), Column("id_number", "身份证号码", "id"),
        Column("from_date", "观察开始日期", "date", required=True),
        Column("date", "日期", "date"),
        Column("slot", "时段", "enum", values={"上午": "am", "下午": "pm"}),
        Column("temperature_c", "体温", "temp"), Column("symptoms", "症状", "list"),
    ),
    wide=True, long_required=("date", "slot"),
)  # fmt: skip
HEADINGS = tuple(column.title for column in SHEET.columns)
BROKEN = "会出错"  # a remark on which the toy breaks


def officer(area: str = TOWN, role: str = "township_officer") -> Actor:
    """Somebody who acts in an area without being signed in."""
    return Actor(None, None, role, area, name="tester")


def number(n: int) -> str:
    """The n-th invented identity number."""
    return with_check_digit(f"411699{1950 + n // 365 % 50}{n % 12 + 1:02}{n % 28 + 1:02}{n % 999 + 1:03}")


def line(n: int, **more: Any) -> list[Any]:
    """The n-th row of a sheet, as an office writes it."""
    said = {
        "no": n,
        "full_name": f"李样{n}",
        "id_number": number(n),
        "phone": f"1690{n:07}",
        "arrived_on": "2020-01-20",
    } | more
    return [said.get(column.name, "") for column in SHEET.columns]


def sheet(lines: list[list[Any]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A file of rows below their headings."""
    memory = io.StringIO()
    csv.writer(memory).writerows([headings, *lines])
    return memory.getvalue().encode()


def key_of(row: ParsedRow) -> UUID:
    """The record a row makes: the same for the same person and reading."""
    said = row.values
    return uuid5(
        NAMESPACE_OID, f"{said.get('id_number') or said['full_name']} {said.get('date', '')} {said.get('slot', '')}"
    )


def recorded() -> int:
    """How many records the toy has made in the present scope."""
    return TallyMark.objects.filter(figure=FIGURE).count()


def _answer(row: ParsedRow, known: set[UUID]) -> Verdict:
    if row.values.get("remark") == BROKEN:
        raise ValueError(BROKEN)
    key = key_of(row)
    if key in known:
        return duplicate(key, "DUPLICATE_PERSON", "known already")
    known.add(key)
    return accepted(key, (Warned("PHONE_MISSING", "no phone"),) if row.values.get("phone") == "" else ())


def _known(rows: list[ParsedRow]) -> set[UUID]:
    return set(
        TallyMark.objects.filter(figure=FIGURE, key__in=[key_of(row) for row in rows]).values_list("key", flat=True)
    )


def judge(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    """Nothing is written."""
    del context
    known = _known(rows)
    return [_answer(row, known) for row in rows]


def record(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    """One mark a person."""
    verdicts = judge(rows, context)
    new = {verdict.id for verdict in verdicts if verdict.outcome.startswith("accepted")}
    TallyMark.objects.bulk_create(
        TallyMark(figure=FIGURE, key=key, day=clocks.today(), area=context.area, n=1) for key in new
    )
    return verdicts


def undo(ids: list[UUID], context: Context) -> None:
    """Takes the marks away."""
    del context
    TallyMark.objects.filter(figure=FIGURE, key__in=ids).delete()


TOY = Importer(SHEET, "Toys", Permission.RECORD_ARRIVALS, judge, record, undo)
WIDE_TOY = Importer(WIDE, "Toy temperatures", Permission.RECORD_READINGS, judge, record)


def register() -> None:
    """Make the toys known to this process."""
    importer.register(TOY, WIDE_TOY)
