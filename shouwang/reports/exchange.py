"""The daily report leaving the house: as JSON, and as the official spreadsheet (DOMAIN 5, ledger 7)."""

import io
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from shouwang.ledger.figures import NOW, TODAY, TOTAL
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.reports.choices import GROUP_TITLES, Act
from shouwang.reports.models import Signature
from shouwang.reports.reads import Item, Sheet
from shouwang.ui import formats

COLUMNS = (TODAY, TOTAL, NOW)
WIDTHS = (6, 34, 12, 12, 12, 28)
TITLE = "疫情防控工作日报表"
HEAD = ("序号", "指标", "今日新增", "累计", "现有", "备注")
OFFICIAL_ITEMS = {  # the items of the official sheet in their order, whatever the pages call them (DOMAIN 3.24)
    "villages": "村(社区)数", "grids": "网格", "micro_grids": "微网格", "compounds": "小区", "scattered_areas": "散户区",
    "households": "户数", "residents": "人口", "staff_total": "投入人数", "community_staff": "专职社区工作者", "grid_workers": "网格员",
    "micro_grid_workers": "微网格员", "volunteers": "志愿者", "units_posted": "下沉单位", "compounds_covered": "已驻点小区", "meetings":
    "会议", "checkpoints": "卡点", "blocked_crossings": "封堵路口", "checkpoint_staff": "值勤人员", "shifts_uncovered": "空岗",
    "vehicles_checked": "检查车辆", "persons_checked": "检查人员", "vehicles_turned_back": "劝返车辆", "persons_turned_back":
    "劝返人员", "persons_held": "留观", "staff_temperature_posts": "职工测温点", "staff_temperature_checks": "职工测温人次",
    "households_targeted": "应排查户", "households_screened": "已排查户", "persons_screened": "已排查人", "households_unreached":
    "未见面户", "screening_coverage": "排查率", "returnees_key_area": "重点地区返乡", "returnees_other_province": "其他省份",
    "returnees_in_province": "省内", "returnees_overseas": "境外", "returnees_total": "返乡合计", "arrivals_unclassified":
    "未分类", "persons_transferred": "点对点接返", "transfer_violations": "违规接返", "handouts_given": "发放明白卡等", "home_observed":
    "居家观察在管", "home_observation_started": "新增居家观察", "home_observation_released": "解除居家观察", "health_monitored": "健康监测在管",
    "isolation_sites": "隔离点", "rooms_total": "房间总数", "rooms_free": "可用房间", "central_isolated": "集中隔离在管",
    "central_isolation_started": "新增集中隔离", "central_isolation_released": "解除集中隔离", "reassessed": "再评估",
    "moved_to_central": "转集中", "readings_due": "应测", "readings_done": "已测", "readings_missed": "漏测", "fever_persons":
    "发热", "sent_to_fever_clinic": "送诊", "certificates_issued": "证明书", "teams_incomplete": "包保不全", "spot_checks": "抽查",
    "breaches": "脱管", "cases_confirmed": "确诊", "cases_suspected": "疑似", "cases_asymptomatic": "无症状", "cases_recovered":
    "治愈", "deaths": "死亡", "close_contacts": "密接", "contacts_of_contacts": "次密接", "contacts_under_observation": "密接在观",
    "contacts_released": "密接解除", "discharged_followed": "出院随访", "letters_received": "收到协查函", "letters_answered":
    "已回复协查函", "letters_overdue": "逾期协查函", "zones": "管控区", "people_in_zones": "管控区人数", "persons_due": "应检",
    "persons_sampled": "已采", "sampling_coverage": "采样率", "tubes": "采样管", "results_positive": "阳性", "results_pending":
    "待出", "boosted_60_plus": "60岁以上加强", "boost_due_60_plus": "应种未种", "reminders_sent": "提醒", "enterprises_reopened":
    "复工企业", "workshops_reopened": "复工车间", "construction_sites_reopened": "复工工地", "schools_ready": "具备开学条件学校",
    "schools_reopened": "复学学校", "venues_open": "营业场所", "gates_refused": "未通过核验", "sites_inspected": "检查场所",
    "venues_closed": "关停整顿", "parcels_checked": "检查快件", "masks_in_stock": "口罩库存", "donated_money_yuan": "捐款(元)",
    "donated_goods_value_yuan": "捐物折价(元)", "donated_masks": "捐赠口罩(只)", "production_lines": "生产线", "production_masks":
    "口罩产量(只)", "disinfection_runs": "消毒次数", "disinfected_area_m2": "消毒面积(平方米)", "banners": "横幅", "posters": "标语",
    "leaflets": "宣传单", "loudspeakers": "大喇叭", "mobile_speakers": "流动音箱", "publicity_vans": "宣传车", "villages_inspected":
    "督导村数", "inspections": "督导次数", "findings_opened": "新发现问题", "findings_rectified": "已整改", "findings_open": "未整改",
    "findings_overdue": "逾期未整改", "ppe_points_deducted": "防护扣分", "directives_open": "在办部署", "directive_items_open":
    "未办结事项", "directive_items_done": "已办结事项", "errands_done": "代办代购", "care_requests_open": "未办诉求",
    "counselling_sessions": "心理疏导", "trained_staff": "已培训人员", "reports_expected": "应报", "reports_received": "已报",
    "reports_zero": "零报告", "reports_missing": "漏报", "forms_open": "在用临时表格", "form_requests_refused": "退回报表申请",
    "response_level": "响应级别",
}  # fmt: skip
OFFICIAL_ORDER = {name: number for number, name in enumerate(OFFICIAL_ITEMS)}


def as_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the API and ``shouwang report daily`` give it; a column that a figure does not have is null."""
    return {
        "area": sheet.subject.area, "code": places.code_of(sheet.subject.area, sheet.day.date) if sheet.subject.area else "",
        "unit": sheet.subject.unit, "date": sheet.day.date.isoformat(), "cutoff": clocks.local(sheet.day.end).isoformat(),
        "state": "frozen" if sheet.frozen else "live", "revision": sheet.revision,
        "frozen_at": clocks.local(sheet.frozen_at).isoformat() if sheet.frozen_at else None,
        "items": [
            {"item": item.name, "title": str(item.figure.title), "group": item.figure.group}
            | {column: item.values.get(column) for column in COLUMNS} | {"later": item.later}
            for item in sheet.items
        ],
    }


def title_of(sheet: Sheet) -> str:
    """The reporting unit as the head of the sheet names it."""
    if sheet.subject.unit:
        unit = places.unit(sheet.subject.unit)
        return unit.name if unit else sheet.subject.unit
    return places.full_name(sheet.subject.area)


def as_workbook(sheet: Sheet, words: list[Signature]) -> bytes:
    """The official layout in its official words: title, unit and date line, head, one row an item, foot; set up for printing."""
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with translation.override("zh-hans"), xlsxwriter.Workbook(memory, options) as book:
        page = book.add_worksheet("日报")
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        _write_head(book, page, sheet)
        _write_items(book, page, sheet)
        _write_foot(page, words, 4 + len(sheet.items))
    return memory.getvalue()


def _write_head(book: Any, page: Any, sheet: Sheet) -> None:
    page.merge_range(0, 0, 0, 5, TITLE, book.add_format({"bold": True, "font_size": 16, "align": "center"}))
    facts = f"填报单位：{title_of(sheet)}   日期：{sheet.day.date.isoformat()}   截至时点：{clocks.local(sheet.day.end):%H:%M}"
    page.merge_range(1, 0, 1, 5, facts, book.add_format({}))
    page.write_row(2, 0, HEAD, book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#E8F1F2"}))


def _write_items(book: Any, page: Any, sheet: Sheet) -> None:
    cell = book.add_format({"border": 1})
    for number, item in enumerate(sorted(sheet.items, key=_place), start=1):
        values = ["" if item.values.get(column) is None else _number(item.values[column]) for column in COLUMNS]
        later = "; ".join(f"{old} → {new}" for old, new in item.later.values())
        remark = _("after signature: %(change)s") % {"change": later} if later else ""
        page.write_row(2 + number, 0, [number, OFFICIAL_ITEMS.get(item.name, str(item.figure.title)), *values, remark], cell)


def _place(item: Item) -> int:
    """Where an item stands on the official sheet; one that is not on it comes last."""
    return OFFICIAL_ORDER.get(item.name, len(OFFICIAL_ORDER))


def _number(value: Any) -> Any:
    return value if isinstance(value, str | int) else float(value)


def _write_foot(page: Any, words: list[Signature], row: int) -> None:
    """Zero or not, who prepared and who approved it, when it was sent; then every signature."""
    signed = [word for word in words if word.act == Act.SIGN]
    last = signed[-1] if signed else None
    approved = last.signer if last and last is not signed[0] else ""
    sent_at = f"{clocks.local(last.happened_at):%Y-%m-%d %H:%M}" if last else ""
    page.write(row, 0, f"是否零报告：{'是' if any(word.zero for word in words) else '否'}")
    page.write(row + 1, 0, f"填报人：{signed[0].signer if signed else ''}   审核人：{approved}   报送时间：{sent_at}")
    for number, word in enumerate(words, start=2):
        at = f"{clocks.local(word.happened_at):%Y-%m-%d %H:%M}"
        page.write(row + number, 0, f"{word.get_level_display()}：{word.signer}  {word.get_act_display()}  {at}  {word.remark}")


def as_paper(sheet: Sheet, words: list[Signature]) -> dict[str, Any]:
    """The sheet as facts of a paper to be signed by hand, in the reader's language."""
    state = _("frozen, revision %(number)s") % {"number": sheet.revision} if sheet.frozen else _("not frozen yet")
    last = words[-1] if words else None
    return {
        "reporting_unit": title_of(sheet), "day": formats.day(sheet.day.date), "cutoff": formats.clock(sheet.day.end), "rows": _on_paper(sheet),
        "zero": _("yes") if any(word.zero for word in words) else _("no"), "state": state, "prepared_by": words[0].signer if words else "",
        "approved_by": last.signer if last and last is not words[0] else "", "sent_at": formats.moment(last.happened_at) if last else "",
    }  # fmt: skip


def _on_paper(sheet: Sheet) -> list[dict[str, str]]:
    """A line for each group, then its items, numbered through."""
    lines, group = list[dict[str, str]](), ""
    for number, item in enumerate(sheet.items, start=1):
        if item.figure.group != group:
            group = item.figure.group
            lines.append({"group": str(GROUP_TITLES.get(group, group)), "no": "", "item": "", "today": "", "total": "", "now": "", "remark": ""})
        values = {column: "" if item.values.get(column) is None else formats.number(_number(item.values[column])) for column in COLUMNS}
        later = "; ".join(f"{old} → {new}" for old, new in item.later.values())
        remark = _("after signature: %(change)s") % {"change": later} if later else ""
        lines.append({"group": "", "no": str(number), "item": str(item.figure.title), "remark": remark, **values})
    return lines
