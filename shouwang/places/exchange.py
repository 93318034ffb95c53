"""Lists of sites, grids and units as files, in and out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.writers import Frame, official
from shouwang.ledger.imports.changes import noted
from shouwang.ledger.imports.importer import Context, Importer, Work
from shouwang.ledger.imports.lists import answered, rehearsed, text_of
from shouwang.lib import clocks, paths
from shouwang.lib.verdicts import Verdict
from shouwang.places import reads, writes
from shouwang.places.choices import AreaKind, SiteKind, SiteState, UnitKind

TOWNSHIP = Column("township", "乡镇(街道)")
VILLAGE = Column("village", "村(社区)")

SITE_KINDS = {
    "卡点": SiteKind.CHECKPOINT,
    "检查点": SiteKind.CHECKPOINT,
    "劝导点": SiteKind.CHECKPOINT,
    "封堵路口": SiteKind.BLOCKED_CROSSING,
    "小区": SiteKind.COMPOUND,
    "住宅小区": SiteKind.COMPOUND,
    "集中隔离点": SiteKind.ISOLATION_SITE,
    "隔离点": SiteKind.ISOLATION_SITE,
    "定点医院": SiteKind.HOSPITAL,
    "医院": SiteKind.HOSPITAL,
    "发热门诊": SiteKind.FEVER_CLINIC,
    "卫生院": SiteKind.HEALTH_CENTRE,
    "村卫生室": SiteKind.VILLAGE_CLINIC,
    "卫生室": SiteKind.VILLAGE_CLINIC,
    "药店": SiteKind.PHARMACY,
    "企业": SiteKind.ENTERPRISE,
    "扶贫车间": SiteKind.WORKSHOP,
    "学校": SiteKind.SCHOOL,
    "工地": SiteKind.CONSTRUCTION_SITE,
    "农贸市场": SiteKind.MARKET,
    "公共场所": SiteKind.VENUE,
    "采样点": SiteKind.TESTING_POINT,
    "实验室": SiteKind.LABORATORY,
    "仓库": SiteKind.WAREHOUSE,
    "生产线": SiteKind.PRODUCTION_LINE,
    "快递网点": SiteKind.PARCEL_STATION,
    "养老院": SiteKind.CARE_HOME,
    "车站码头": SiteKind.TRANSPORT_HUB,
    "职工体温监测点": SiteKind.STAFF_TEMPERATURE_POST,
    "体温监测点": SiteKind.STAFF_TEMPERATURE_POST,
}
SITE_STATES = {
    "启用": SiteState.OPEN,
    "开放": SiteState.OPEN,
    "在用": SiteState.OPEN,
    "运行": SiteState.OPEN,
    "计划": SiteState.PLANNED,
    "暂停": SiteState.SUSPENDED,
    "停用": SiteState.SUSPENDED,
    "撤销": SiteState.WITHDRAWN,
    "撤除": SiteState.WITHDRAWN,
    "关闭": SiteState.WITHDRAWN,
}
GRID_KINDS = {
    "网格": AreaKind.GRID,
    "微网格": AreaKind.MICRO_GRID,
    "楼栋": AreaKind.MICRO_GRID,
    "单元": AreaKind.MICRO_GRID,
    "散户区": AreaKind.SCATTERED_AREA,
}
UNIT_KINDS = {
    "指挥部": UnitKind.COMMAND_POST,
    "县指挥部": UnitKind.COMMAND_POST,
    "乡镇领导小组": UnitKind.TOWNSHIP_GROUP,
    "乡镇指挥部": UnitKind.TOWNSHIP_GROUP,
    "村委会": UnitKind.VILLAGE_COMMITTEE,
    "居委会": UnitKind.VILLAGE_COMMITTEE,
    "村(居)委会": UnitKind.VILLAGE_COMMITTEE,
    "功能区": UnitKind.FUNCTIONAL_ZONE,
    "部门": UnitKind.DEPARTMENT,
    "县直单位": UnitKind.DEPARTMENT,
    "机关": UnitKind.DEPARTMENT,
    "卫生院": UnitKind.HEALTH_CENTRE,
    "医院": UnitKind.HOSPITAL,
    "疾控中心": UnitKind.CDC,
    "督导组": UnitKind.SUPERVISION_TEAM,
    "工作队": UnitKind.WORK_TEAM,
    "驻村工作队": UnitKind.WORK_TEAM,
    "志愿队": UnitKind.VOLUNTEER_GROUP,
    "志愿者组织": UnitKind.VOLUNTEER_GROUP,
    "慈善组织": UnitKind.CHARITY,
    "红十字会": UnitKind.CHARITY,
}

SITES = Ledger(
    name="site_list",
    title="点位清单",
    columns=(
        Column("code", "编号", required=True, synonyms=("点位编号", "代码")),
        Column("name", "名称", required=True, synonyms=("点位名称",)),
        Column("kind", "类型", "enum", required=True, values=SITE_KINDS, synonyms=("点位类型", "类别")),
        TOWNSHIP,
        VILLAGE,
        Column("unit", "管理单位", synonyms=("责任单位", "主管单位")),
        Column("hours", "值守时间", synonyms=("开放时间",)),
        Column("state", "状态", "enum", values=SITE_STATES),
        Column("rooms", "房间总数", "int", synonyms=("房间数", "客房数")),
    ),
)
GRIDS = Ledger(
    name="grid_list",
    title="网格清单",
    columns=(
        Column("code", "网格编号", required=True, synonyms=("编号", "网格代码")),
        Column("name", "网格名称", required=True, synonyms=("名称",)),
        Column("kind", "类型", "enum", values=GRID_KINDS, synonyms=("网格类型",)),
        TOWNSHIP,
        VILLAGE,
        Column("parent", "上级网格", synonyms=("所属网格",)),
    ),
)
UNITS = Ledger(
    name="unit_list",
    title="单位清单",
    columns=(
        Column("code", "单位编号", required=True, synonyms=("编号", "单位代码")),
        Column("name", "单位名称", required=True, synonyms=("名称",)),
        Column("kind", "类型", "enum", values=UNIT_KINDS, synonyms=("单位类型",)),
        Column("parent", "上级单位", synonyms=("主管单位",)),
    ),
)


OF_SITES = frozenset({"unit", "reported_by", "hours", "state", "rooms", "contact"})  # what a list may leave out of a site


def _places(rows: list[ParsedRow], context: Context) -> list[reads.Placed]:
    columns = [(text_of(row, "township"), text_of(row, "village")) for row in rows]
    return reads.placed(columns, context.area, _day(context))


def _day(context: Context) -> Any:
    return clocks.local(context.as_of or clocks.now()).date()


def record_sites(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    """Take in the rows of a list of sites."""
    places = _places(rows, context)
    units = reads.units_meant(text_of(row, "unit") for row in rows)
    batch = [
        place.refusal or _site(row, place.path, units, context.as_of) for row, place in zip(rows, places, strict=True)
    ]
    return answered(batch, [place.warnings for place in places], partial(writes.record_sites, by=context.by))


def _site(row: ParsedRow, area: str, units: Mapping[str, str], at: datetime | None) -> writes.NewSite:
    unit, said = text_of(row, "unit"), {name for name in OF_SITES if row.values.get(name) not in (None, "")}
    return writes.NewSite(
        code=text_of(row, "code"),
        name=text_of(row, "name"),
        kind=text_of(row, "kind"),
        area=area,
        unit=units.get(unit, unit),
        hours=text_of(row, "hours"),
        state=text_of(row, "state") or SiteState.OPEN,
        rooms=row.values.get("rooms"),
        at=at,
        silent=OF_SITES - said,
    )


def record_grids(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    """Take in the rows of a list of grids."""
    places, since = _places(rows, context), _day(context)
    batch = [
        place.refusal
        or writes.NewGrid(
            area=place.path,
            name=text_of(row, "name"),
            kind=text_of(row, "kind") or AreaKind.GRID,
            code=text_of(row, "code"),
            parent=text_of(row, "parent"),
            since=since,
        )
        for row, place in zip(rows, places, strict=True)
    ]
    return answered(batch, [place.warnings for place in places], partial(writes.make_grids, by=context.by))


def record_units(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    """Take in the rows of a list of units; they stand in the area imported into."""
    own = {text_of(row, name): text_of(row, "code") for row in rows for name in ("name", "code")}
    above = reads.units_meant(text_of(row, "parent") for row in rows) | own
    batch: list[Any] = [
        writes.NewUnit(
            code=text_of(row, "code"),
            name=text_of(row, "name"),
            kind=text_of(row, "kind") or UnitKind.DEPARTMENT,
            area=context.area,
            parent=above.get(text_of(row, "parent"), text_of(row, "parent")),
            since=_day(context),
        )
        for row in rows
    ]
    return writes.record_units(batch, by=context.by)


def _village(row: ParsedRow) -> str:
    return text_of(row, "township") + text_of(row, "village")


def _undo(_ids: Iterable[UUID], context: Context) -> None:
    if context.import_id:
        writes.undo_import(context.import_id, by=context.by)


def _codes(rows: Iterable[ParsedRow]) -> set[str]:
    return {text_of(row, "code") for row in rows}


def _importer(
    ledger: Ledger, title: Any, record: Work, listed: Callable[[set[str]], Any], about: Callable[[ParsedRow], str]
) -> Importer:
    recorded = noted(record, lambda rows: listed(_codes(rows)))
    return Importer(ledger, title, Permission.MANAGE_PLACES, rehearsed(record), recorded, _undo, about, noted=True)


IMPORTERS = [
    _importer(SITES, _("List of sites"), record_sites, reads.listed_sites, lambda row: text_of(row, "code")),
    _importer(GRIDS, _("List of grids"), record_grids, reads.listed_grids, _village),
    _importer(UNITS, _("List of units"), record_units, reads.listed_units, lambda _row: "units"),  # parents stand in the same list
]


def sites_workbook(title: str, listed: Iterable[Any], purpose: str = "") -> bytes:
    """Sites in the official layout, under the name of the office they are listed for."""
    found = list(listed)
    places = reads.columns_of(site.area for site in found)
    units = reads.unit_names(site.unit for site in found)
    rows = (
        {name: getattr(site, name) for name in ("code", "name", "kind", "hours", "state", "rooms")}
        | places[site.area]
        | {"unit": units.get(site.unit, site.unit)}
        for site in found
    )
    return official(SITES, rows, Frame(unit=title, purpose=purpose))


def units_workbook(title: str, listed: Iterable[Any], purpose: str = "") -> bytes:
    """Units in the official layout, under the name of the area they are listed for."""
    found = list(listed)
    names = reads.unit_names(unit.parent for unit in found)
    rows = (
        {"code": unit.code, "name": unit.name, "kind": unit.kind, "parent": names.get(unit.parent, unit.parent)}
        for unit in found
    )
    return official(UNITS, rows, Frame(unit=title, purpose=purpose))


def grids_workbook(area: str) -> bytes:
    """The grids of an area in the official layout."""
    found = list(reads.grids_below(area))
    places, codes = reads.columns_of(grid.path for grid in found), reads.codes_of(grid.path for grid in found)
    rows = (
        {
            "code": codes.get(grid.path, ""),
            "name": grid.name,
            "kind": grid.kind,
            "parent": codes.get(paths.parent(grid.path), ""),
        }
        | places[grid.path]
        for grid in found
    )
    return official(GRIDS, rows, Frame(unit=reads.full_name(area)))
