"""The temperature sheet as a file (DOMAIN 5.2): wide (day 1 to 14 side by side) or long (one line a reading), in and out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.writers import Frame, official
from shouwang.ledger.imports.importer import Context, Importer
from shouwang.lib import clocks
from shouwang.lib.documents import FEMALE, MALE
from shouwang.lib.verdicts import Verdict
from shouwang.quarantine import writes
from shouwang.quarantine.choices import SYMPTOM_WORDS, Counting, ReadingKind
from shouwang.quarantine.writes import SheetReading
from shouwang.ui import formats

SEXES = {"男": MALE, "女": FEMALE, "M": MALE, "F": FEMALE}
SLOTS = {"上午": "am", "早": "am", "早上": "am", "下午": "pm", "晚": "pm", "晚上": "pm"}
KIND_WORDS = {ReadingKind.NORMAL: "正常", ReadingKind.AWAY: "外出", ReadingKind.NOT_MEASURED: "未测"}
WORDS_OF_SYMPTOMS = {code: word for word, code in reversed(SYMPTOM_WORDS.items())}
UNCONFIRMED = "(自报)"
PEOPLE_ON_ONE = 300  # of a wide sheet on paper
FEWEST_DAYS, MOST_DAYS = 14, 31  # of a wide sheet
IMPORT_MARK = "import:"

_PERSON = (
    Column("no", "序号", "int"),
    Column("full_name", "姓名", required=True),
    Column("sex", "性别", "enum", values=SEXES),
    Column("age", "年龄", "int"),
    Column("id_number", "身份证号码", "id"),
    Column("address", "住址"),
    Column("phone", "联系电话", "phone"),
    Column("last_exposure_on", "最后接触或离开日期", "date"),
    Column("from_date", "观察开始日期", "date", required=True, synonyms=("开始日期", "开始观察日期", "隔离开始日期", "观察起始日期")),
)
_REST = (
    Column("test", "核酸结果", synonyms=("核酸检测结果", "核酸")),
    Column("observer", "监测人", synonyms=("测量人", "检测人", "监测人员", "测温人")),
    Column("action", "异常处置", synonyms=("异常情况处置", "处置情况")),
    Column("released_on", "解除日期", "date", synonyms=("解除观察日期", "解除隔离日期")),
    Column("doctor", "村医签名", synonyms=("村医", "医生签名")),
    Column("remark", "备注"),
)
_LONG = (
    Column("date", "日期", "date", synonyms=("测量日期", "监测日期")),
    Column("slot", "时段", "enum", values=SLOTS, synonyms=("时间段", "上午下午")),
    Column("temperature_c", "体温"),
    Column("symptoms", "症状", "list"),
    Column("measured_at", "测量时间", "time", synonyms=("监测时间", "测温时间")),
    Column("township", "乡镇(街道)"),
    Column("village", "村(社区)"),
)
SHEET = Ledger(
    name="temperature_sheet",
    title="居家医学观察体温登记表",
    columns=(*_PERSON, *_REST, *_LONG),
    wide=True,
    long_required=("full_name", "date"),
)
LONG_TITLES = ("date", "slot", "full_name", "id_number", "temperature_c", "symptoms", "observer", "measured_at")


# --- in
_OF_A_ROW = frozenset(field.name for field in fields(SheetReading)) - {"kind", "symptoms", "happened_at"}


def row_of(parsed: Mapping[str, Any], context: Context) -> SheetReading:
    """One reading as a line of the file says it."""
    said = {name: value for name, value in parsed.items() if name in _OF_A_ROW and value not in (None, "")}
    kind = str(parsed.get("kind") or "")
    words: list[str] = parsed.get("symptoms") or []
    return SheetReading(
        **said, slot_date=parsed.get("date"), written=parsed.get("temperature_c"), kind="" if kind == ReadingKind.MEASURED else kind,
        symptoms=[SYMPTOM_WORDS.get(word, word)[:40] for word in words],
        happened_at=_measured_at(parsed.get("measured_at"), parsed.get("date")), note=_note(parsed), from_file=True,
        place=f"{parsed.get('township') or ''}{parsed.get('village') or ''}", device=_mark(context),
    )  # fmt: skip


def _measured_at(written: datetime | time | None, day: date | None) -> datetime | None:
    """When it was measured; a clock time alone belongs to the day of the line, a day alone is no time."""
    if isinstance(written, time):
        return clocks.at(day, written) if day else None
    return written if written is not None and clocks.local(written).time() != time() else None


def _note(parsed: Mapping[str, Any]) -> str:
    """What the sheet says besides, in words."""
    return "；".join(str(parsed[name]) for name in ("action", "test", "remark") if parsed.get(name))[:200]


def _mark(context: Context) -> str:
    return f"{IMPORT_MARK}{context.import_id}" if context.import_id else ""


def _rows(rows: list[ParsedRow], context: Context) -> list[SheetReading]:
    return [row_of(row.values, context) for row in rows]


def _judge(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    return writes.judge_sheet(_rows(rows, context), by=context.by, area=context.area)


def _record(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    return writes.record_sheet(_rows(rows, context), by=context.by, mark=_mark(context), area=context.area)


def _undo(ids: Iterable[UUID], context: Context) -> None:
    writes.undo_sheet(list(ids), by=context.by, mark=_mark(context))


IMPORTERS = [
    Importer(SHEET, _("Temperature sheets"), Permission.RECORD_READINGS, judge=_judge, record=_record, undo=_undo),
]


# --- out
def wide_ledger(days: int) -> Ledger:
    """The official sheet for so many days, at least 14."""
    number = min(max(days, FEWEST_DAYS), MOST_DAYS)
    daily = [column for day in range(1, number + 1) for column in _day_columns(day)]
    return Ledger(name=SHEET.name, title=SHEET.title, columns=(*_PERSON, *daily, *_REST))


def _day_columns(day: int) -> list[Column]:
    return [
        Column(f"d{day}_am", f"第{day}天上午体温"), Column(f"d{day}_pm", f"第{day}天下午体温"), Column(f"d{day}_symptoms", f"第{day}天症状"),
    ]  # fmt: skip


def as_workbook(rows: Iterable[Mapping[str, Any]], days: int, frame: Frame) -> bytes:
    """The wide sheet as a spreadsheet; ``rows`` as ``reads.sheet_rows`` gives them, with what was found as ``found``."""
    return official(wide_ledger(days), [_wide_row(row) for row in rows], frame)


def _wide_row(row: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {name: value for name, value in row.items() if name != "found"}
    for (day, slot), reading in row["found"].items():
        cells[f"d{day}_{slot}"] = _sheet_value(reading)
        if reading.symptoms:
            codes: list[str] = reading.symptoms
            words = [WORDS_OF_SYMPTOMS.get(code, code) for code in codes]
            cells[f"d{day}_symptoms"] = "、".join(dict.fromkeys([*cells.get(f"d{day}_symptoms", "").split("、"), *words]) if cells.get(f"d{day}_symptoms") else words)
    return cells


def _sheet_value(reading: Any) -> Any:
    """The value as the sheet has it; what the person reported and nobody has confirmed says so."""
    value = reading.temperature_c if reading.temperature_c is not None else KIND_WORDS.get(reading.kind, "")
    return value if reading.counting == Counting.COUNTS else f"{value}{UNCONFIRMED}"


# --- the daily sheet of isolation sites
SITE_DAILY = Ledger(
    name="isolation_site_daily",
    title="集中隔离点日报表",
    columns=(
        Column("site", "隔离点名称", required=True), Column("date", "日期", "date", required=True), Column("rooms_total", "房间总数", "int"),
        Column("rooms_used", "已用", "int"), Column("rooms_free", "可用", "int"), Column("rooms_to_disinfect", "待消毒", "int"),
        Column("stays_before", "昨日在隔离", "int"), Column("stays_in", "今日入住", "int"), Column("stays_out", "今日解除", "int"),
        Column("stays_moved", "今日转出", "int"), Column("stays_now", "在隔离合计", "int", required=True), Column("contacts", "其中密接", "int"),
        Column("contacts_of_contacts", "次密接", "int"), Column("overseas", "入境", "int"), Column("others", "其他", "int"),
        Column("fever", "发热", "int"), Column("positives", "阳性", "int"), Column("special", "特殊人员(孕老幼残病)", "int"),
        Column("staff", "工作人员数", "int"), Column("waste_bins", "垃圾桶数", "int"), Column("requests", "诉求受理", "int"),
        Column("requests_done", "诉求办结", "int"), Column("head", "点长"), Column("remark", "备注"),
    ),
)  # fmt: skip


def site_daily_workbook(rows: Iterable[Mapping[str, Any]], frame: Frame) -> bytes:
    """The daily sheet as a spreadsheet in the official columns, with its total row."""
    lines = list(rows)
    totals = {column.name: sum(row.get(column.name) or 0 for row in lines) for column in SITE_DAILY.columns if column.type == "int"}
    return official(SITE_DAILY, lines, frame, totals=totals)


def as_papers(rows: Sequence[Mapping[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    """The wide sheet as facts of papers to be signed by hand, in the reader's language.

    A paper holds fourteen days, as the ledger has them, and so many people that it can be handled; longer measures go on on a sheet of
    their own, more people on the next one. Nothing is left out: each says which part it is.
    """
    parts = [
        (first, held[at : at + PEOPLE_ON_ONE]) for first in range(1, max(map(_length, rows), default=1) + 1, FEWEST_DAYS)
        for held in [[row for row in rows if _length(row) >= first]] for at in range(0, len(held), PEOPLE_ON_ONE)
    ]  # fmt: skip
    return [
        {
            "reporting_unit": frame.unit, "day": formats.day(frame.day), "persons": [_on_paper(row, first) for row in held], "first_number": str(first),
            "part": gettext("sheet %(number)s of %(count)s") % {"number": number, "count": len(parts)} if len(parts) > 1 else "",
        }
        for number, (first, held) in enumerate(parts, start=1)
    ]  # fmt: skip


def _length(row: Mapping[str, Any]) -> int:
    """The days of a measure so far, or as many as something was written down for."""
    return max((day for day, _slot in row["found"]), default=1)


def _on_paper(row: Mapping[str, Any], first: int) -> dict[str, Any]:
    days: dict[str, dict[str, str]] = {}
    for (day, slot), reading in row["found"].items():
        if first <= day < first + FEWEST_DAYS:
            cell = days.setdefault(str(day), {"am": "", "pm": "", "symptoms": ""})
            cell["pm" if slot == "pm" else "am"] = str(_sheet_value(reading))
            cell["symptoms"] = cell["symptoms"] or "、".join(str(WORDS_OF_SYMPTOMS.get(code) or code) for code in reading.symptoms)
    dates = {name: formats.short_day(row[name]) if row[name] else "" for name in ("last_exposure_on", "from_date", "released_on")}
    sex = {MALE: pgettext("on a sheet", "M"), FEMALE: pgettext("on a sheet", "F")}.get(row["sex"], "")
    return {
        "name": row["full_name"], "sex": sex, "age": "" if row["age"] is None else str(row["age"]), "document": row["id_number"] or "",
        "address": row["address"], "phone": row["phone"] or "", "observer": row["observer"], "days": days, **dates,
    }  # fmt: skip
