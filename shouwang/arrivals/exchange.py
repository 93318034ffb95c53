"""The register of returnees as a file (DOMAIN 5.1), in and out.

Besides the official columns a file may bring: 乡镇(街道), 村(社区) (where the person lives now),
外部编号 (the sender's own number),
是否持有健康证明, 有无发热史, 是否工作需要 (yes or no), 风险区旅居天数, 风险县旅居天数 (days), 申报方式 (本人, 网格,
卡点, 单位, 协查函),
填报单位编号 (the code of the unit that reports).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.arrivals import writes
from shouwang.arrivals.choices import DeclaredBy, Transport
from shouwang.arrivals.reads import Row, class_label, measure_label
from shouwang.arrivals.writes import Full, NewArrival
from shouwang.ledger.exchange.cells import Rules, read_cell
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.writers import Frame, official
from shouwang.ledger.imports.importer import Context, Importer
from shouwang.lib import clocks
from shouwang.lib.documents import FEMALE, MALE
from shouwang.lib.masking import mask_address
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, WITH_WARNINGS, Verdict, Warned, refused
from shouwang.quarantine.choices import Symptom

SEXES = {"男": MALE, "女": FEMALE, "M": MALE, "F": FEMALE}
TRANSPORTS = {
    "火车": Transport.RAIL, "高铁": Transport.RAIL, "动车": Transport.RAIL, "飞机": Transport.AIR,
    "客车": Transport.COACH,
    "大巴": Transport.COACH, "班车": Transport.COACH, "自驾": Transport.OWN_CAR, "自驾车": Transport.OWN_CAR,
    "私家车": Transport.OWN_CAR,
    "轮渡": Transport.FERRY, "轮船": Transport.FERRY, "其他": Transport.OTHER,
}  # fmt: skip
DECLARERS = {
    "本人": DeclaredBy.SELF, "个人": DeclaredBy.SELF, "自主申报": DeclaredBy.SELF, "网格": DeclaredBy.GRID,
    "网格员": DeclaredBy.GRID,
    "卡点": DeclaredBy.CHECKPOINT, "单位": DeclaredBy.EMPLOYER, "企业": DeclaredBy.EMPLOYER,
    "协查函": DeclaredBy.LETTER,
}  # fmt: skip

SYMPTOMS = {
    "发热": Symptom.FEVER, "发烧": Symptom.FEVER, "干咳": Symptom.DRY_COUGH, "咳嗽": Symptom.DRY_COUGH,
    "乏力": Symptom.FATIGUE,
    "咽痛": Symptom.SORE_THROAT, "咽喉痛": Symptom.SORE_THROAT, "腹泻": Symptom.DIARRHOEA,
    "气促": Symptom.SHORTNESS_OF_BREATH,
    "呼吸困难": Symptom.SHORTNESS_OF_BREATH, "皮疹": Symptom.RASH, "流涕": Symptom.RUNNY_NOSE,
    "关节痛": Symptom.JOINT_PAIN,
    "肌肉酸痛": Symptom.MUSCLE_PAIN, "头痛": Symptom.HEADACHE,
}  # fmt: skip
STATED = ("arrival_class", "measure", "from_date", "to_date")
IMPORT_MARK = "import:"

REGISTER = Ledger(
    name="returnee_register",
    title="返乡人员登记台账",
    may_be_blank=frozenset({"id_number", "address"}),  # the township and village columns may say where somebody lives
    columns=(
        Column("no", "序号", "int"),
        Column("full_name", "姓名", required=True),
        Column("sex", "性别", "enum", values=SEXES),
        Column("age", "年龄", "int"),
        Column("id_number", "身份证号码", "id", required=True),
        Column("phone", "联系电话", "phone"),
        Column("registered_address", "户籍地址", synonyms=("户籍所在地", "户口所在地", "户籍")),
        Column("address", "现住址", required=True),
        Column("employer", "工作单位", synonyms=("单位", "务工单位", "工作单位名称")),
        Column("from_place", "返乡出发地", "place", required=True),
        Column("via_place", "途经地", "place", synonyms=("途经地区", "途径地", "途经")),
        Column(
            "via_key_area", "是否途经重点地区", "bool", synonyms=("途经重点地区", "是否途经疫区", "是否途径重点地区")
        ),
        Column("left_on", "离开日期", "date"),
        Column("arrived_on", "返乡日期", "date", required=True),
        Column("transport", "交通方式", "enum", values=TRANSPORTS),
        Column("transport_no", "车次航班车牌"),
        Column("companions", "同行人员", synonyms=("同行人", "随行人员")),
        Column("case_contact", "是否接触病例", "bool", synonyms=("是否接触确诊病例", "有无接触病例", "是否接触患者")),
        Column("temperature_c", "体温", "temp"),
        Column("symptoms", "症状", "list", synonyms=("有无症状", "不适症状", "临床症状")),
        Column("vaccination", "疫苗接种", synonyms=("疫苗接种情况",)),
        Column("test", "核酸时间及结果", synonyms=("核酸检测", "核酸", "核酸结果")),
        Column("arrival_class", "人员类别", synonyms=("类别", "人员分类")),
        Column("measure", "管控措施", synonyms=("措施", "隔离方式")),
        Column("from_date", "起始日期", synonyms=("隔离开始日期", "开始日期")),
        Column("to_date", "解除日期", synonyms=("隔离解除日期", "结束日期")),
        Column("responsible", "包保责任人", synonyms=("责任人", "包保人", "包保干部")),
        Column("responsible_phone", "责任人电话", "phone", synonyms=("包保责任人电话", "包保人电话")),
        Column("grid_worker", "网格员"),
        Column("recorded_by", "登记人", synonyms=("填表人", "登记人员")),
        Column("recorded_at", "登记时间", "time", synonyms=("登记日期", "填报时间")),
        Column("remark", "备注"),
        Column("township", "乡镇(街道)"),
        Column("village", "村(社区)"),
        Column("external_no", "外部编号"),
        Column("health_certificate", "是否持有健康证明", "bool", synonyms=("健康证明", "有无健康证明")),
        Column("fever_history", "有无发热史", "bool", synonyms=("发热史", "是否发热")),
        Column("work_need", "是否工作需要", "bool", synonyms=("工作需要",)),
        Column("stay_in_risk_area_days", "风险区旅居天数", "int"),
        Column("stay_in_risk_county_days", "风险县旅居天数", "int"),
        Column("declared_by", "申报方式", "enum", values=DECLARERS),
        Column("reported_by_unit", "填报单位编号"),
    ),
)
OFFICIAL = Ledger(name=REGISTER.name, title=REGISTER.title, columns=REGISTER.columns[:32])  # what an export shows

_OF_A_ROW = frozenset(field.name for field in fields(NewArrival))


def row_of(parsed: Mapping[str, Any], *, area: str, as_of: datetime | None = None, device: str = "") -> NewArrival:
    """What one line of the register says, looked for inside ``area``. Cells that no field takes are left out."""
    said = {name: value for name, value in parsed.items() if name in _OF_A_ROW and value not in (None, "")}
    words: list[str] = parsed.get("symptoms") or []
    said["symptoms"] = [SYMPTOMS.get(word, word)[:40] for word in words]
    said["stated"] = {name: str(parsed[name]) for name in STATED if parsed.get(name)}
    said["area_words"] = f"{parsed.get('township') or ''}{parsed.get('village') or ''}"
    said["happened_at"] = _registered_at(parsed.get("recorded_at"), as_of)
    return NewArrival(**said, within=area, device=device)


def _registered_at(written: datetime | time | None, as_of: datetime | None) -> datetime | None:
    """When the row was registered: as its own cell says, else as of the sheet. A day alone means some time that day."""
    if isinstance(written, time):
        return clocks.at(clocks.local(as_of or clocks.now()).date(), written)
    if written is None:
        return as_of
    only_a_day = clocks.local(written).time() == time()
    if only_a_day and as_of and clocks.local(as_of).date() == clocks.local(written).date():
        return as_of
    return written


def _rows(rows: Iterable[ParsedRow], context: Context) -> list[NewArrival]:
    return [row_of(row.values, area=context.area, as_of=context.as_of, device=_mark(context)) for row in rows]


def _mark(context: Context) -> str:
    """By what everything that an import brought is found again."""
    return f"{IMPORT_MARK}{context.import_id}" if context.import_id else ""


def _judge(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    return writes.judge_arrivals(_rows(rows, context), by=context.by)


def _record(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    return writes.record_arrivals(_rows(rows, context), by=context.by)


def _undo(_ids: Iterable[UUID], context: Context) -> None:
    writes.undo_import(_mark(context), by=context.by)


IMPORTERS = [
    Importer(REGISTER, _("Returnees"), Permission.RECORD_ARRIVALS, judge=_judge, record=_record, undo=_undo),
]


# ---------------------------------------------------------------------- rows by API
@dataclass(frozen=True, slots=True)
class Said:
    """One row as another program sends it: readable or refused, with what a person should look at."""

    row: NewArrival | None
    warnings: tuple[Warned, ...] = ()
    refusal: Refused | None = None


def said_by(values: Mapping[str, Any]) -> Said:
    """Read one row whose fields are named as in the register; words are understood as in a spreadsheet.

    Besides the register's fields: ``id``, ``area`` (path or code), ``area_text`` (words), ``happened_at``,
    ``announced``, ``device``.
    """
    parsed: dict[str, Any] = {}
    warnings: tuple[Warned, ...] = ()
    registered_at: datetime | None = values.get("happened_at")
    reading = Rules(clocks.local(registered_at or clocks.now()).date())
    try:
        for name, raw in values.items():
            if (column := REGISTER.by_name.get(name)) is not None and raw is not None:
                cell = read_cell(column, _joined(raw) if isinstance(raw, list) else raw, reading)
                parsed[name], warnings = cell.value, warnings + cell.warnings
    except Refused as refusal:
        return Said(None, warnings, refusal)
    row = row_of(parsed, area="", as_of=registered_at)
    for name in ("id", "area", "happened_at", "announced", "device"):
        if values.get(name) not in (None, ""):
            setattr(row, name, values[name])
    row.area_words = values.get("area_text") or row.area_words
    return Said(row, warnings)


def answers(said: Sequence[Said], verdicts: Iterable[Verdict]) -> list[Verdict]:
    """A verdict for every row sent: the refusal of what could not be read, else what became of it."""
    found = iter(verdicts)
    return [refused(one.refusal) if one.refusal else _with_warnings(next(found), one.warnings) for one in said]


def _with_warnings(verdict: Verdict, warnings: tuple[Warned, ...]) -> Verdict:
    codes = {warned.code for warned in verdict.warnings}
    more = tuple(warned for warned in warnings if warned.code not in codes)
    outcome = WITH_WARNINGS if more and verdict.outcome == ACCEPTED else verdict.outcome
    return replace(verdict, outcome=outcome, warnings=(*more, *verdict.warnings))


def _joined(parts: Iterable[Any]) -> str:
    return "，".join(map(str, parts))


# ---------------------------------------------------------------------- out
def workbook(rows: Iterable[Row], frame: Frame, numbers: Mapping[UUID, Full]) -> bytes:
    """The register in its official layout. ``numbers``: documents and telephones in full, by person; others masked."""
    return official(OFFICIAL, (_line(row, numbers.get(row.arrival.person_id)) for row in rows), frame)


def _line(row: Row, full: Full | None) -> dict[str, Any]:
    arrival, card = row.arrival, row.person
    told = {column.name: getattr(arrival, column.name) for column in OFFICIAL.columns if hasattr(arrival, column.name)}
    told |= {
        "arrival_class": class_label(arrival),
        "measure": measure_label(arrival),
        "recorded_at": arrival.happened_at,
    }
    told["responsible_phone"] = None
    if card is None:
        return told
    told |= {"full_name": card.full_name if full else card.masked_name, "sex": card.sex, "age": card.age}
    told |= {"id_number": full.document if full else card.document, "phone": full.phone if full else card.phone}
    return told | (
        {}
        if full
        else {"address": mask_address(arrival.address), "registered_address": mask_address(arrival.registered_address)}
    )
