"""Duties to report, words of the signing chain, the freeze and its revisions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _text

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.ledger.records import known_ids, stamp
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.reports import rules
from shouwang.reports.choices import ALREADY_SIGNED, EMPTY_DUTY, NO_SUCH_AREA, ZERO_CONTRADICTED, Act, Level
from shouwang.reports.models import FrozenSheet, ReportingDuty, Signature
from shouwang.reports.reads.duties import confirmed, expected_villages
from shouwang.reports.reads.sheets import Figures, day_of, live_values, values_by_area, whole_sheet


@dataclass(frozen=True)
class NewDuty:
    """Who has to report from which day on: an area's villages, or a unit's."""

    from_day: date
    area: str = ""
    unit: str = ""
    to_day: date | None = None


@transaction.atomic
def set_duties(batch: list[NewDuty], *, by: Actor) -> list[Verdict]:
    """From a day on, villages below an area or of a unit have to confirm a daily report."""
    by.check(Permission.MANAGE_REPORTS)
    verdicts = [_set_duty(new, by) for new in batch]
    record_event(by=by, action="reports.set_duties", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _set_duty(new: NewDuty, by: Actor) -> Verdict:
    area = new.area or (places.unit_area(new.unit) if new.unit else "")
    try:
        if not area:
            raise Refused("empty_duty", EMPTY_DUTY)
        by.check(Permission.MANAGE_REPORTS, area)
    except Refused as refusal:
        return refused(refusal)
    _, made = ReportingDuty.objects.get_or_create(
        area=area, unit=new.unit, from_day=new.from_day,
        defaults={"to_day": new.to_day, "created_at": clocks.now(), "created_by": by.post_id},
    )
    return accepted(None) if made else duplicate(None)


@dataclass(frozen=True)
class Say:
    """One level's word on one sheet. ``area`` is the area whose sheet it is, at the level's own height."""

    area: str
    report_on: date
    level: str = Level.VILLAGE
    zero: bool = False
    act: str = Act.SIGN
    remark: str = ""
    at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


@transaction.atomic
def say(batch: list[Say], *, by: Actor) -> list[Verdict]:
    """Confirm, sign or return sheets; each word keeps the figures it was said about."""
    permission = Permission.CONFIRM_REPORT if all(word.level == Level.VILLAGE for word in batch) else Permission.SIGN_REPORT
    by.check(permission)
    known = known_ids(Signature, [word.id for word in batch])
    verdicts = [duplicate(word.id) if word.id in known else _say(word, by) for word in batch]
    record_event(by=by, action="reports.say", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _say(word: Say, by: Actor) -> Verdict:
    now = clocks.now()
    try:
        check_word(word, by, now)
    except Refused as refusal:
        return refused(refusal)
    if (before := _same_word(word)) is not None:
        return duplicate(before, "already_signed", str(ALREADY_SIGNED))
    day = day_of(word.report_on, word.area)
    figures = live_values(Subject(area=word.area), day)
    _keep(word, by, now, figures)
    return accepted(word.id, _contradictions(word, figures))


def check_word(word: Say, by: Actor, now: datetime) -> None:
    """Refuse a foreign area, a day to come, a foreign level, a return without remark, and signing over missing sheets unsaid."""
    by.check(Permission.VIEW_REPORTS, word.area)
    if not places.exists(word.area):
        raise Refused("not_found", NO_SUCH_AREA, area=word.area)
    rules.check_day(word.report_on, now)
    rules.check_signer(word.level, by.role)
    rules.check_remark(word.act, word.remark)
    if word.level != Level.VILLAGE and word.act == Act.SIGN:
        expected = expected_villages(Subject(area=word.area), word.report_on)
        rules.check_below(len(expected) - len(confirmed(word.report_on, expected)), len(expected), word.remark)


def _same_word(word: Say) -> UUID | None:
    """The word that already stands, unless the sheet was returned since."""
    last = Signature.objects.filter(area=word.area, report_on=word.report_on, level=word.level, live=True).order_by("-received").first()
    same = last is not None and (last.act, last.zero) == (word.act, word.zero)
    return last.pk if last is not None and same and word.act == Act.SIGN else None


def _keep(word: Say, by: Actor, now: datetime, figures: Figures) -> None:
    happened = word.at or now
    cutoff = policy.cutoff_for(word.area, word.report_on)[0]
    unit = places.managing_units([word.area], word.report_on).get(word.area, "")
    common = stamp(by=by, area=word.area, unit=unit, happened_at=happened, day=clocks.stat_day(happened, cutoff), entered_at=now, reported_by=by.unit)
    Signature.objects.create(
        id=word.id, **common, report_on=word.report_on, level=word.level, act=word.act, zero=word.zero, signer=by.name[:80],
        remark=word.remark, figures=_plain(figures), received_mark=_received_mark(),
    )


def _contradictions(word: Say, figures: Figures) -> tuple[Warned, ...]:
    against = rules.news(figures) if word.zero else []
    return (Warned("ZERO_CONTRADICTED", _text(ZERO_CONTRADICTED) % {"items": ", ".join(against)}),) if against else ()


def type_figure(*, item: str, by: Actor, area: str) -> None:
    """Always refused, and the attempt is logged: a counted total cannot be typed. Raises Refused derived_figure."""
    by.check(Permission.VIEW_REPORTS, area)
    record_event(by=by, action="reports.type_figure", area=area, detail={"item": item[:60]})
    rules.refuse_typing(item)


@transaction.atomic
def freeze(county: str, on: date, *, by: Actor) -> int:
    """Fix the sheets of a day for a county, its townships, its villages and its managing units; how many were frozen now.

    A sheet that is frozen already and has since changed gets a further revision; the first one always stays.
    """
    day = day_of(on, county)
    mark, now = _received_mark(), clocks.now()
    made = [
        *_new_sheets(_area_sheets(county, day), "", day, mark, now),
        *(sheet for unit, area, figures in _unit_sheets(county, day) for sheet in _new_sheets({area: figures}, unit, day, mark, now)),
    ]
    FrozenSheet.objects.bulk_create(made)
    record_event(by=by, action="reports.freeze", area=county, count=len(made), detail={"day": on.isoformat()})
    return len(made)


def _area_sheets(county: str, day: Day) -> dict[str, Figures]:
    subject = Subject(area=county)
    found = {county: live_values(subject, day)}
    for level in ("township", "village"):
        counted = values_by_area(subject, day, level)
        paths = [area.path for area in places.areas_below(county, level, day.date)]
        found |= {path: whole_sheet(counted.get(path, {})) for path in paths}
    return found


def _unit_sheets(county: str, day: Day) -> list[tuple[str, str, Figures]]:
    return [(unit.code, unit.area, live_values(Subject(unit=unit.code), day)) for unit in places.managing_units_of(county, day.date)]


def _new_sheets(sheets: dict[str, Figures], unit: str, day: Day, mark: int, now: datetime) -> list[FrozenSheet]:
    last = _last_revisions(list(sheets), unit, day.date)
    return [
        FrozenSheet(
            area=area, unit=unit, report_on=day.date, revision=last[area].revision + 1 if area in last else 1,
            figures=_plain(figures), frozen_at=now, received_mark=mark,
        )
        for area, figures in sheets.items()
        if area not in last or rules.differences(last[area].figures, _plain(figures))
    ]


def _last_revisions(areas: list[str], unit: str, on: date) -> dict[str, FrozenSheet]:
    kept = FrozenSheet.objects.filter(area__in=areas, unit=unit, report_on=on).order_by("revision")
    return {sheet.area: sheet for sheet in kept}


def _plain(figures: Figures) -> dict[str, dict[str, Any]]:
    return {name: {column: _number(value) for column, value in columns.items()} for name, columns in figures.items()}


def _number(value: Any) -> Any:
    return value if isinstance(value, int | str | None) else float(value)


def _received_mark() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM ledger_received_seq")
        return int(cursor.fetchone()[0])
