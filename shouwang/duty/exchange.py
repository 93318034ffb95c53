"""The list of staff as a file, in and out (numbers masked on the way out)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission, Role
from shouwang.duty import reads, writes
from shouwang.duty.choices import Sex, Shift
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.writers import Frame, official
from shouwang.ledger.imports.changes import noted
from shouwang.ledger.imports.importer import Context, Importer
from shouwang.ledger.imports.lists import answered, rehearsed, text_of
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.places import reads as places

SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
SHIFTS = {
    "白班": Shift.DAY,
    "早班": Shift.DAY,
    "日班": Shift.DAY,
    "中班": Shift.EVENING,
    "晚班": Shift.EVENING,
    "夜班": Shift.NIGHT,
}
ROLES = {
    "网格员": Role.GRID_WORKER,
    "专职网格员": Role.GRID_WORKER,
    "兼职网格员": Role.GRID_WORKER,
    "微网格员": Role.MICRO_GRID_WORKER,
    "楼长": Role.MICRO_GRID_WORKER,
    "楼栋长": Role.MICRO_GRID_WORKER,
    "单元长": Role.MICRO_GRID_WORKER,
    "村医": Role.VILLAGE_DOCTOR,
    "乡村医生": Role.VILLAGE_DOCTOR,
    "卡点值守人员": Role.CHECKPOINT_STAFF,
    "卡点人员": Role.CHECKPOINT_STAFF,
    "值守人员": Role.CHECKPOINT_STAFF,
    "村干部": Role.VILLAGE_OFFICER,
    "村(社区)干部": Role.VILLAGE_OFFICER,
    "社区干部": Role.VILLAGE_OFFICER,
    "社区工作者": Role.COMMUNITY_STAFF,
    "专职社区工作者": Role.COMMUNITY_STAFF,
    "乡镇干部": Role.TOWNSHIP_OFFICER,
    "镇干部": Role.TOWNSHIP_OFFICER,
    "街道干部": Role.TOWNSHIP_OFFICER,
    "卫生院人员": Role.HEALTH_CENTRE,
    "指挥部办公室人员": Role.COMMAND_OFFICE,
    "流调人员": Role.EPIDEMIOLOGIST,
    "医务人员": Role.CLINICIAN,
    "医生": Role.CLINICIAN,
    "督导员": Role.SUPERVISOR,
    "督导人员": Role.SUPERVISOR,
    "场所负责人": Role.SITE_MANAGER,
    "志愿者": Role.VOLUNTEER,
    "民警": Role.POLICE,
    "公安": Role.POLICE,
    "环卫工人": Role.SANITATION_WORKER,
    "采样员": Role.SAMPLER,
    "司机": Role.DRIVER,
    "驾驶员": Role.DRIVER,
}

STAFF = Ledger(
    name="staff_list",
    title="工作人员清单",
    columns=(
        Column("code", "工号", required=True, synonyms=("编号", "人员编号")),
        Column("full_name", "姓名", required=True),
        Column("sex", "性别", "enum", values=SEXES),
        Column("id_number", "身份证号码", "id"),
        Column("phone", "联系电话", "phone"),
        Column("role", "岗位", "enum", required=True, values=ROLES, synonyms=("职务", "岗位类别", "人员类型")),
        Column("unit", "所属单位", synonyms=("单位", "工作单位")),
        Column("township", "乡镇(街道)"),
        Column("village", "村(社区)"),
        Column("site", "卡点或小区", synonyms=("卡点", "小区", "值守点位")),
        Column("grid", "网格", synonyms=("网格编号", "所属网格")),
        Column("shift", "班次", "enum", values=SHIFTS),
    ),
)


@dataclass(frozen=True)
class _Meant:
    """What the words of a list mean: codes of units, sites and grids."""

    units: Mapping[str, str]
    sites: Mapping[str, str]
    grids: Mapping[tuple[str, str], str]


def record(rows: list[ParsedRow], context: Context) -> list[Verdict]:
    """Put the people of a list on duty; who names no place works where the site is."""
    day = clocks.local(context.as_of or clocks.now()).date()
    columns = [(text_of(row, "township"), text_of(row, "village")) for row in rows]
    found = places.placed(columns, context.area, day)
    sites = places.sites_meant((text_of(row, "site") for row in rows), context.area)
    site_areas = places.site_areas(sites.values())
    areas = [
        place.path if any(words) else site_areas.get(sites.get(text_of(row, "site"), ""), place.path)
        for row, words, place in zip(rows, columns, found, strict=True)
    ]
    wanted = [(area, text_of(row, "grid")) for row, area in zip(rows, areas, strict=True)]
    units = places.units_meant(text_of(row, "unit") for row in rows)
    meant = _Meant(units, sites, places.grids_meant(wanted, context.area, day))
    batch = [
        place.refusal or _new(row, area, meant, context) for row, area, place in zip(rows, areas, found, strict=True)
    ]
    return answered(batch, [place.warnings for place in found], partial(writes.record_staff, by=context.by))


def _new(row: ParsedRow, area: str, meant: _Meant, context: Context) -> writes.NewStaff:
    unit, site, grid = (text_of(row, name) for name in ("unit", "site", "grid"))
    return writes.NewStaff(
        code=text_of(row, "code"),
        full_name=text_of(row, "full_name"),
        role=text_of(row, "role"),
        area=area,
        sex=text_of(row, "sex"),
        id_number=row.values.get("id_number") or "",
        phone=row.values.get("phone") or "",
        unit=meant.units.get(unit, unit),
        site=meant.sites.get(site, site),
        grid=meant.grids.get((area, grid), grid),
        shift=text_of(row, "shift"),
        at=context.as_of,
    )


def _code(row: ParsedRow) -> str:
    return text_of(row, "code")


def _undo(_ids: Iterable[UUID], context: Context) -> None:
    if context.import_id:
        writes.undo_import(context.import_id, by=context.by)


_recorded = noted(record, lambda rows: reads.listed_staff({text_of(row, "code") for row in rows}))
IMPORTERS = [Importer(STAFF, _("List of staff"), Permission.MANAGE_STAFF, rehearsed(record), _recorded, _undo, _code, noted=True)]


def staff_workbook(area: str, duties: Iterable[Any], purpose: str) -> bytes:
    """Duties of an area in the official layout, numbers masked; what the file is for stands on every page."""
    cards = [reads.card(duty) for duty in duties]
    columns = places.columns_of(card.area for card in cards)
    units = places.unit_names(card.unit for card in cards)
    names = ("code", "full_name", "sex", "phone", "role", "site", "grid", "shift")
    rows = (
        {name: getattr(card, name) for name in names}
        | columns[card.area]
        | {"unit": units.get(card.unit, card.unit), "id_number": card.document}
        for card in cards
    )
    return official(STAFF, rows, Frame(unit=places.full_name(area), purpose=purpose))
