"""Made-up content for the page of components. The people do not exist; their numbers cannot."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.ui import listings, lists, outlines, tables
from shouwang.ui.cells import Badge, Button, Lines, Link, Masked, Temperature
from shouwang.ui.charts import Chart, Series
from shouwang.ui.inputs import DayInput
from shouwang.ui.listings import Listing
from shouwang.ui.lists import List
from shouwang.ui.trail import Crumb, Within

PAGE_SIZE = 6
FEVER_FROM = Decimal("37.3")
NOON = datetime(2020, 2, 5, 4, 0, tzinfo=UTC)
NAMES = ("欧阳测试", "李样例", "王示范", "张虚构", "赵举例", "钱试用", "孙演示", "周样本", "吴范例")
VILLAGES = ("大李庄村", "崔桥村", "前湾村")


@dataclass(frozen=True)
class Observed:
    """A person of the sample list."""

    pk: int
    name: str
    village: str
    day: date
    temperature: Decimal | None
    late: bool


def people() -> list[Observed]:
    """The sample list."""
    readings = [Decimal("36.4"), Decimal("37.6"), None, Decimal("36.8"), Decimal("36.1"), Decimal("36.9")]
    return [
        Observed(at, name, VILLAGES[at % 3], date(2020, 2, 5) - timedelta(days=at), readings[at % 6], at % 6 == 2)
        for at, name in enumerate(NAMES)
    ]


def table(listing: Listing) -> tables.Table:
    """A list that sorts, turns pages, can be selected, and marks what is late."""
    rows = sorted(people(), key=lambda row: str(getattr(row, listing.sort)), reverse=listing.descending)
    return tables.Table(
        _columns(),
        listings.numbered(rows, listing, total=len(rows)),
        listing,
        name="people",
        caption=_("People under observation"),
        totals={"temperature": _("%(done)s of %(due)s measured") % {"done": 8, "due": 9}},
        actions=[
            tables.Action(_("Print notices"), reverse("ui:act"), icon="printer"),
            tables.Action(
                _("Assign a team"),
                reverse("ui:act"),
                icon="users-group",
                question=_("Assign the same team to all of them?"),
            ),
        ],
        row_tone=lambda row: (
            "alert" if row.temperature and row.temperature >= FEVER_FROM else "warn" if row.late else ""
        ),
    )


def people_list() -> List:
    """The same people as a declared list: search, filters, saved filters, columns, many at once, export."""
    ask = _("Assign the same team to all of them?")
    return List(
        key="ui.people",
        title=_("People under observation"),
        columns=[*_columns(), tables.Column("village", _("Village"), shown=False)],
        order="name",
        filters=Filters,
        search=_("Name or initials"),
        actions=[
            tables.Action(_("Print notices"), do="print", icon="printer"),
            tables.Action(_("Assign a team"), do="assign", icon="users-group", question=ask),
        ],
        size=PAGE_SIZE,
    )


def worklist(query: QueryDict) -> lists.Shown:
    """The declared list as an address asks for it, with two saved filters; it posts to the page that changes nothing."""
    shown = lists.read(query, people_list())
    shown.post_url = reverse("ui:act")
    shown.saved = [
        lists.Saved(1, _("missed"), "state=late"),
        lists.Saved(2, _("fever"), "state=fever", shared=True, own=False, by="李样例"),
    ]
    here = reverse("ui:components")
    villages = sorted({row.village for row in people()})
    shown.within = Within("崔桥镇", [Crumb("扶沟县", here)], [Crumb(name, here) for name in villages], [Crumb("江村镇", here)])
    rows = sorted(people(), key=lambda row: str(getattr(row, shown.listing.sort)), reverse=shown.listing.descending)
    page = listings.numbered(rows, shown.listing, total=len(rows))
    shown.table = lists.table_of(shown, page, found=len(rows))
    return shown


def _columns() -> list[tables.Column]:
    here = reverse("ui:components")
    return [
        tables.Column("name", _("Name"), lambda row: Lines(Link(row.name, here), [row.village]), sortable=True),
        tables.Column(
            "phone", _("Phone"), lambda _row: Masked("169****0101", reverse("ui:reveal"), _("phone")), secondary=True
        ),
        tables.Column("day", _("Last day"), sortable=True),
        tables.Column("state", _("State"), _state),
        tables.Column(
            "temperature",
            _("This morning"),
            lambda row: Temperature(row.temperature, FEVER_FROM),
            sortable=True,
            numeric=True,
        ),
        tables.Column("do", _("To do"), lambda _row: Button(_("Show"), here)),
    ]


def _state(row: Observed) -> Badge:
    if row.late:
        return Badge(_("missed"), "warn", "clock-exclamation")
    if row.temperature and row.temperature >= FEVER_FROM:
        return Badge(_("fever"), "alert", "temperature-plus")
    return Badge(_("in order"), "good", "check")


class Filters(forms.Form):
    """Filters over the sample list."""

    q = forms.CharField(label=_("Village"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), ("late", _("missed")), ("fever", _("fever"))]
    )
    day = forms.DateField(label=_("Last day from"), required=False, widget=DayInput())


class Entry(forms.Form):
    """One field of each kind."""

    place = forms.CharField(
        label=_("Where from"), help_text=_("The last place stayed for more than a night."), initial="武汉市"
    )
    arrived = forms.DateField(label=_("Arrived on"), widget=DayInput())
    by = forms.ChoiceField(label=_("Came by"), choices=[("train", _("train")), ("car", _("car")), ("bus", _("bus"))])
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("fever", _("fever")), ("cough", _("cough")), ("fatigue", _("fatigue")), ("none", _("none"))],
    )
    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    notified = forms.BooleanField(label=_("The notice was handed over"), required=False)
    sheet = forms.FileField(label=_("Returnees as a spreadsheet"), required=False)


class Reason(forms.Form):
    """Why a sealed value is needed."""

    reason = forms.CharField(
        label=_("Why do you need it?"), help_text=_("Your name, the time and this reason are kept in the log.")
    )


def pieces() -> dict[str, Any]:
    """The other components' content."""
    form = Entry({"place": "", "arrived": "2020-02-30"}, auto_id="wrong-%s")
    return {
        "wrong_form": form,
        "badges": [Badge(tone, tone) for tone in ("neutral", "info", "good", "warn", "alert")],
        "events": _events(),
        "steps": _steps(),
        "tabs": [
            outlines.Tab(_("Components"), reverse("ui:components"), here=True),
            outlines.Tab(_("Due"), "#", count=12),
            outlines.Tab(_("Missed"), "#", count=3),
        ],
        "nodes": _nodes(),
        "progress": outlines.Progress(_("Households visited"), 183, 240, note=_("57 are open in 3 grids.")),
        "progress_polled": outlines.Progress(_("Rows read"), 0, 240, poll_url=reverse("ui:progress") + "?done=0"),
        "tasks": _tasks(),
        "looks": _looks(),
        "found_groups": _found(),
        "charts": _charts(),
        "round": people()[:3],
        "moment": NOON,
        "span": timedelta(hours=26, minutes=5),
        "masked": Masked("4116**********012X", reverse("ui:reveal"), _("identity number")),
        "nothing": tables.of([tables.Column("name", _("Name"))], []),
    }


def _events() -> list[outlines.Event]:
    return [
        outlines.Event(
            NOON - timedelta(days=2),
            _("Arrived"),
            _("By train from a key area."),
            icon="home",
            tone="info",
            by="李样例",
        ),
        outlines.Event(
            NOON - timedelta(days=1),
            _("Check missed"),
            _("Evening of the first day."),
            icon="clock-exclamation",
            tone="warn",
        ),
        outlines.Event(NOON, _("Fever"), "38.1 °C", icon="temperature-plus", tone="alert", by="王示范", url="#"),
    ]


def _steps() -> list[outlines.Step]:
    return [
        outlines.Step(_("Village"), "done", by="李样例", at=NOON),
        outlines.Step(_("Township"), "now", note=_("due at 18:00")),
        outlines.Step(_("County"), "open"),
    ]


def _tasks() -> list[outlines.Task]:
    return [
        outlines.Task("missed", _("Checks missed today"), 3, "#", _("Make the check"), "clock-exclamation", late=3),
        outlines.Task("round", _("Checks of this round"), 128, "#", _("Start the round"), "thermometer"),
    ]


def _found() -> list[outlines.FoundGroup]:
    people = [outlines.Found(name, "#", village) for name, village in zip(NAMES[:2], VILLAGES, strict=False)]
    return [
        outlines.FoundGroup(_("Persons"), "user", people),
        outlines.FoundGroup(_("Places"), "map-pin", [outlines.Found(VILLAGES[0], "#", "崔桥镇")]),
    ]


def _looks() -> list[outlines.Look]:
    return [
        outlines.Look(_("Last backup"), _("2 hours ago")),
        outlines.Look(_("Room on the disk"), "4%", "alert", _("Below 10% the database may stop."), "#", _("Show")),
    ]


def _nodes() -> list[outlines.Node]:
    leaves = [outlines.Node(name, "#", note=_("%(done)s of %(due)s done") % {"done": 7, "due": 9}) for name in VILLAGES]
    return [
        outlines.Node("崔桥镇", "#", mark=Badge(_("not signed"), "warn"), children=leaves, open=True),
        outlines.Node("江村镇", "#", mark=Badge(_("signed"), "good"), children=leaves[:2]),
    ]


def _charts() -> list[Chart]:
    days = [f"{day}" for day in range(1, 15)]
    values = [36.4, 36.5, 36.4, 36.8, None, 36.9, 37.1, 37.5, 38.1, 37.2, 36.9, 36.7, 36.6, 36.5]
    return [
        Chart(
            _("Temperature"),
            days,
            [Series(_("morning"), values)],
            unit=" °C",
            low=35.5,
            high=39,
            threshold=37.3,
            threshold_label="37.3 °C",
        ),
        Chart(
            _("Returnees by day"),
            days[:7],
            [Series(_("arrived"), [12, 31, 44, 27, 18, 9, 4]), Series(_("released"), [0, 0, 3, 8, 11, 20, 22], "2")],
            kind="bar",
        ),
    ]
