"""My day: the work of a post in the order in which it is done, in words that say what one click does; and its numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission, Role
from shouwang.ledger.duties import Duty
from shouwang.ledger.figures import NOW, TODAY, registry, values_of
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.project import policies, watch
from shouwang.project.rooms import rooms
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.choices import State
from shouwang.reports import reads as reports
from shouwang.ui.outlines import Task

OPEN = _("Open it")
DOING: dict[str, tuple[str, Any]] = {  # by kind of duty: icon, and what the button says
    "prompts": ("bell", _("Read")),
    "alerts": ("temperature-plus", _("Act on it")),
    "spot_checks": ("phone", _("Make the check")),
    "checks": ("thermometer", _("Start the round")),
    "self_reports": ("device-mobile", _("Confirm")),
    "missed": ("clock-exclamation", _("Make the check")),
    "waiting": ("player-play", _("Start the measure")),
    "referrals": ("stethoscope", pgettext_lazy("what a clinic does", "Answer")),
    "arrivals_unclassified": ("scale", _("Decide the class")),
    "arrivals_unassigned": ("send", _("Give to a village")),
    "arrivals_to_confirm": ("map-pin", _("Confirm the place")),
    "arrivals_contradicting": ("arrows-exchange", _("Clear up")),
    "releases": ("lock-open", _("Release")),
    "unassessed": ("home-check", _("Assess")),
    "unsigned": ("pencil", _("Sign")),
    "teams": ("users-group", _("Fill the team")),
    "flags": ("flag", _("Look at it")),
    "gap_grid": ("user-question", _("Give the grid")),
    "gap_checkpoint": ("road", _("Put on duty")),
    "gap_household": ("home", _("Put into a grid")),
    "gap_substitute": ("user-plus", _("Let stand in")),
    "suspicions": ("users", _("Compare")),
    "homes_suspected": ("home", _("Compare")),
    "recomputations": ("users", _("Confirm the list")),
    "objections": ("gavel", pgettext_lazy("what an office does", "Answer")),
    "help": ("first-aid-kit", _("See to it")),
    "declarations_named": ("map-pin", _("Look at it")),
    "declarations_unnamed": ("user-question", _("Settle it")),
    "policy": ("scale", _("Decide")),
    "installation": ("tools", _("See what is wrong")),
    "report_returned": ("arrow-back-up", _("Confirm again")),
    "report_to_sign": ("certificate", _("Sign the report")),
    "reports_missing": ("report", _("Chase the report")),
}
NUMBERS: dict[str, tuple[str, ...]] = {  # figures of the daily report that a role looks at first
    Role.VILLAGE_OFFICER: ("returnees_total", "home_observed", "readings_missed", "fever_persons"),
    Role.COMMUNITY_STAFF: ("returnees_total", "home_observed", "readings_missed", "fever_persons"),
    Role.TOWNSHIP_OFFICER: ("returnees_total", "home_observed", "central_isolated", "readings_missed", "fever_persons"),
    Role.HEALTH_CENTRE: ("home_observed", "central_isolated", "rooms_free", "fever_persons", "sent_to_fever_clinic"),
    Role.COMMAND_OFFICE: ("returnees_total", "home_observed", "central_isolated", "readings_missed", "fever_persons"),
    Role.EPIDEMIOLOGIST: ("home_observed", "central_isolated", "fever_persons", "sent_to_fever_clinic"),
    Role.SUPERVISOR: ("home_observed", "readings_missed", "breaches", "spot_checks", "teams_incomplete"),
    Role.UPPER_LEVEL: ("returnees_total", "home_observed", "central_isolated", "fever_persons", "breaches"),
}


def tasks(actor: Actor, now: datetime) -> list[Task]:
    """What is due for this post: what is late first, then in the order of the day; nothing that is already done."""
    declared = [watch, policies, *rooms(settings.FEATURES, "due")]
    found = [duty for module in declared for duty in module.due(actor, now)]
    due = sorted((duty for duty in found if duty.count), key=lambda duty: (not duty.late, duty.order))
    return [_task(duty) for duty in due]


OF_AN_AREA = (  # kinds of duty whose list can be narrowed to an area
    "alerts", "missed", "self_reports", "waiting", "referrals", "releases", "unassessed", "unsigned", "teams", "flags",
    "arrivals_unclassified", "arrivals_unassigned", "arrivals_to_confirm", "arrivals_contradicting",
    "transfers_wanted", "transfers_to_approve", "transfers_to_dispatch", "transfers_under_way", "transfers_to_disinfect",
)  # fmt: skip


def work_of(area: str, actor: Actor, now: datetime) -> list[Task]:
    """What is due inside one area as this post may see it, late work first; each line leads to its list, narrowed to the area."""
    inside = replace(actor, area=area)
    found = [duty for module in rooms(["quarantine", "arrivals"], "due") for duty in module.due(inside, now)]
    if not actor.can(Permission.RECORD_READINGS):  # who makes no checks still has to see that they are missed
        found.append(_missed(inside, now))
    wanted = [duty for duty in found if duty.count and duty.kind in OF_AN_AREA]
    return [_task(_narrowed(duty, area)) for duty in sorted(wanted, key=lambda duty: (not duty.late, duty.order))]


def _missed(actor: Actor, now: datetime) -> Duty:
    with quarantine.hosting(actor):
        _open, missed = quarantine.checks_now(by=actor, now=now)
    return Duty("missed", _("Checks missed today"), missed, missed, reverse("quarantine:missed"), 12, OPEN)


def _narrowed(duty: Duty, area: str) -> Duty:
    return replace(duty, url=f"{duty.url}{'&' if '?' in duty.url else '?'}area={area}")


def orders_of(area: str, actor: Actor) -> int:
    """How many people of an area are under observation now."""
    return quarantine.filtered(by=replace(actor, area=area), state=State.ACTIVE).count()


def _task(duty: Duty) -> Task:
    icon, do = DOING.get(duty.kind, ("circle", OPEN))
    return Task(duty.kind, duty.title, duty.count, duty.url, duty.do or do, duty.icon or icon, duty.late, duty.note)


def numbers(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """The figures this role looks at, each leading to the rows it counts."""
    if not actor.can(Permission.VIEW_REPORTS):
        return []
    day = reports.day_of(clocks.local(now).date(), actor.area)
    wanted: Sequence[str] = NUMBERS.get(actor.role, ())
    figures = registry.some(wanted)
    counted = values_of(figures, Subject(area=actor.area), day)
    return [_number(figure, actor.area, day, counted[figure.name]) for figure in figures]


def _number(figure: Any, area: str, day: Any, values: Any) -> dict[str, Any]:
    column = NOW if NOW in values else TODAY if TODAY in values else next(iter(values))
    url = reverse("reports:rows", args=[area, day.date.isoformat(), figure.name, column])
    note = _("standing now") if column == NOW else _("today")
    return {"label": figure.title, "value": values[column], "url": url, "note": note}
