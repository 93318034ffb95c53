"""The resident summary sheet as a file (DOMAIN 5.10), in and out.

Besides the official columns a file may bring: 户编号 (the office's own number of the household), 户内人数, 60岁以上人数,
60岁以上加强人数 (numbers of the household), 乡镇(街道), 村(社区), 网格 (code of the grid). A line without a name tells of the home.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.writers import Frame, official
from shouwang.ledger.imports.importer import Context, Importer
from shouwang.lib.documents import FEMALE, MALE
from shouwang.lib.verdicts import Verdict
from shouwang.people import writes
from shouwang.people.choices import Tenure
from shouwang.people.reads.households import Listed
from shouwang.people.reads.locating import Where
from shouwang.people.rules.households import Home
from shouwang.people.rules.identities import Identity
from shouwang.people.rules.residents import Resident
from shouwang.people.writes.sheets import SheetLine

SEXES = {"男": MALE, "女": FEMALE, "M": MALE, "F": FEMALE}
TENURES = {
    "自有": Tenure.OWN, "自住": Tenure.OWN, "租住": Tenure.RENTED, "租赁": Tenure.RENTED, "出租": Tenure.RENTED,
    "借住": Tenure.BORROWED,
}  # fmt: skip
WORKERS = {"grid_worker": "网格员", "micro_grid_worker": "微网格员"}

SUMMARY = Ledger(
    name="resident_summary",
    title="常住人口信息汇总表",
    columns=(
        Column("no", "序号", "int"),
        Column("compound", "小区", synonyms=("小区名称", "所属小区", "小区(村)")),
        Column("building", "楼栋", synonyms=("楼号", "栋号", "幢号", "楼栋号")),
        Column("unit_no", "单元", synonyms=("单元号",)),
        Column("door", "房号", required=True, synonyms=("门牌号", "室号", "户号", "房间号", "门牌")),
        Column("head_name", "户主姓名", synonyms=("户主",)),
        Column("full_name", "姓名"),
        Column("relation_to_head", "与户主关系", synonyms=("与户主的关系", "家庭关系", "关系")),
        Column("sex", "性别", "enum", values=SEXES),
        Column("id_number", "身份证号码", "id"),
        Column("phone", "联系电话", "phone"),
        Column("registered_address", "户籍地址", synonyms=("户籍所在地", "户口所在地", "户籍")),
        Column("tenure", "居住性质", "enum", values=TENURES, synonyms=("居住类型", "房屋性质")),
        Column("employer", "工作单位", synonyms=("单位", "工作单位名称")),
        Column("present", "是否在家", "bool", synonyms=("是否在村", "在家")),
        Column("away_place", "外出地", synonyms=("外出地点", "现在何处")),
        Column("return_on", "拟返回日期", "date", synonyms=("预计返回日期", "拟返回时间")),
        Column("doses", "疫苗接种剂次", "int", synonyms=("接种剂次", "疫苗剂次")),
        Column("last_dose_on", "最后接种日期", "date", synonyms=("末次接种日期",)),
        Column("groups", "人员属性", "list", synonyms=("人员类别", "人员类型")),
        Column("grid_worker", "网格员"),
        Column("micro_grid_worker", "微网格员"),
        Column("updated_on", "更新日期", "date", synonyms=("更新时间",)),
        Column("remark", "备注"),
        Column("household_code", "户编号", synonyms=("户代码", "家庭编号")),
        Column("members", "户内人数", "int", synonyms=("家庭人数", "人口数", "家庭人口")),
        Column("aged_60_plus", "60岁以上人数", "int", synonyms=("60岁及以上人数",)),
        Column("boosted_60_plus", "60岁以上加强人数", "int", synonyms=("60岁以上加强针人数", "60岁及以上加强人数")),
        Column("township", "乡镇(街道)"),
        Column("village", "村(社区)"),
        Column("grid", "网格", synonyms=("网格编号", "网格代码", "所属网格")),
        Column("age", "年龄", "int"),
        Column("address", "现住址"),
    ),
)
OFFICIAL = Ledger(name=SUMMARY.name, title=SUMMARY.title, columns=SUMMARY.columns[:24])  # what an export shows

_OF_HOME = (
    "compound", "building", "unit_no", "door", "head_name", "tenure", "address", "members", "aged_60_plus", "boosted_60_plus",
)  # fmt: skip
_OF_PERSON = ("full_name", "sex", "phone", "registered_address", "employer", "age", "address")
_OF_BOTH = ("relation_to_head", "present", "away_place", "return_on", "doses", "last_dose_on", "remark")


def line_of(parsed: Mapping[str, Any], context: Context) -> SheetLine:
    """What one line of the sheet says."""
    home = Home(
        area="", code=parsed.get("household_code") or "", since=context.as_of, reported_by=context.by.unit,
        import_id=context.import_id, remark=_workers(parsed), **_some(parsed, _OF_HOME),
    )  # fmt: skip
    told = Resident(
        home=home, person=_person(parsed, context), groups=tuple(parsed.get("groups") or ()), **_some(parsed, _OF_BOTH)
    )
    words = f"{parsed.get('township') or ''}{parsed.get('village') or ''}"
    return SheetLine(told, Where(words=words, grid=parsed.get("grid") or "", within=context.area))


def _person(parsed: Mapping[str, Any], context: Context) -> Identity | None:
    if not parsed.get("full_name"):
        return None
    on = context.as_of.date() if context.as_of else None
    return Identity(
        area="", document=parsed.get("id_number"), age_on=on, import_id=context.import_id, **_some(parsed, _OF_PERSON)
    )


def _some(parsed: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: parsed[name] for name in names if parsed.get(name) not in ("", None)}


def _workers(parsed: Mapping[str, Any]) -> str:
    """Who looks after the home as the sheet says; the roster itself is kept elsewhere."""
    return "；".join(f"{title}：{parsed[name]}" for name, title in WORKERS.items() if parsed.get(name))


def _judge(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    return writes.judge_sheet([line_of(row.values, context) for row in rows], by=context.by)


def _record(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    return writes.record_sheet([line_of(row.values, context) for row in rows], by=context.by)


def _undo(_ids: Iterable[UUID], context: Context) -> None:
    if context.import_id:
        writes.undo_import(context.import_id, by=context.by)


def _about(row: ParsedRow) -> str:
    """Lines of one household, and of one person, are judged together."""
    values = row.values
    return str(values.get("household_code") or "|".join(str(values.get(name) or "") for name in _OF_HOME[:4]))


def summary_workbook(rows: Iterable[Listed], frame: Frame) -> bytes:
    """The sheet in its official layout; numbers as they were handed in, masked or in full."""
    return official(OFFICIAL, (_shown(row) for row in rows), frame)


def _shown(row: Listed) -> dict[str, Any]:
    """One line of the export."""
    home, card = row.household, row.person
    told = {name: getattr(home, name) for name in ("compound", "building", "unit_no", "door", "head_name", "tenure")}
    if card is None:
        return told | {"remark": home.remark, "updated_on": home.updated_at.date()}
    person = {name: getattr(card, name) for name in (*_OF_BOTH, "full_name", "sex", "registered_address", "employer")}
    numbers = {"id_number": row.document or card.document, "phone": row.phone or card.phone}
    return told | person | numbers | {"groups": card.groups, "updated_on": home.updated_at.date()}


IMPORTERS = [
    Importer(
        SUMMARY,
        _("Residents and households"),
        Permission.EDIT_PEOPLE,
        judge=_judge,
        record=_record,
        undo=_undo,
        about=_about,
    ),
]
