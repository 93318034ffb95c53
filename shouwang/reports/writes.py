"""Duties to report, words of the signing chain, the freeze and its revisions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.ledger.records import known_ids, stamp
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks, paths
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
    verdicts = _Saying(batch, by).verdicts()
    record_event(by=by, action="reports.say", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


class _Saying:
    """The words of one batch: what they need is read once for all of them."""

    def __init__(self, batch: list[Say], by: Actor) -> None:
        self.batch, self.by, self.now = batch, by, clocks.now()
        self.known = known_ids(Signature, [word.id for word in batch])
        self.areas = places.areas_of(word.area for word in batch)
        self.last = self._last_words()
        self.rules = policy.rulebook()

    def _last_words(self) -> dict[tuple[str, date, str], Signature]:
        said = Signature.objects.filter(area__in=list(self.areas), report_on__in={word.report_on for word in self.batch}, live=True)
        return {(word.area, word.report_on, word.level): word for word in said.order_by("received")}

    def verdicts(self) -> list[Verdict]:
        """Judge each word, then keep those that stand."""
        judged = [self._judge(word) for word in self.batch]
        standing = [word for word, verdict in zip(self.batch, judged, strict=True) if verdict is None]
        figures = {word.id: figures for word, figures in self._figures(standing)}
        self._keep(standing, figures)
        return [verdict or accepted(word.id, _contradictions(word, figures[word.id])) for word, verdict in zip(self.batch, judged, strict=True)]

    def _judge(self, word: Say) -> Verdict | None:
        if word.id in self.known:
            return duplicate(word.id)
        try:
            check_word(word, self.by, self.now, known=word.area in self.areas)
        except Refused as refusal:
            return refused(refusal)
        before = self.last.get((word.area, word.report_on, word.level))
        same = before is not None and word.act == Act.SIGN and (before.act, before.zero) == (word.act, word.zero)
        return duplicate(before.pk, "already_signed", str(ALREADY_SIGNED)) if before is not None and same else None

    def _figures(self, words: list[Say]) -> list[tuple[Say, Figures]]:
        """What each word is said about; many sheets of one day and height are counted together."""
        found: list[tuple[Say, Figures]] = []
        for on, height in {(word.report_on, paths.level(word.area)) for word in words}:
            same = [word for word in words if (word.report_on, paths.level(word.area)) == (on, height)]
            day = Day.of(on, self.rules.cutoff_for(same[0].area, on)[0])
            if len(same) == 1:
                found.append((same[0], live_values(Subject(area=same[0].area), day)))
            else:
                together = values_by_area(Subject(area=self.by.area), day, height)
                found += [(word, whole_sheet(together.get(word.area, {}))) for word in same]
        return found

    def _keep(self, words: list[Say], figures: dict[UUID, Figures]) -> None:
        mark, units = _received_mark(), places.managing_units(self.areas, clocks.local(self.now).date())
        Signature.objects.bulk_create(
            Signature(
                id=word.id, **self._stamp(word, units.get(word.area, "")), report_on=word.report_on, level=word.level, act=word.act,
                zero=word.zero, signer=self.by.name[:80], remark=word.remark, figures=_plain(figures[word.id]), received_mark=mark,
            )
            for word in words
        )

    def _stamp(self, word: Say, unit: str) -> dict[str, Any]:
        happened = word.at or self.now
        day = clocks.stat_day(happened, self.rules.cutoff_for(word.area, word.report_on)[0])
        return stamp(by=self.by, area=word.area, unit=unit, happened_at=happened, day=day, entered_at=self.now, reported_by=self.by.unit)


def check_word(word: Say, by: Actor, now: datetime, *, known: bool) -> None:
    """Refuse a foreign or unknown area, a day to come, a foreign level, a return without remark, and signing over missing sheets unsaid."""
    by.check(Permission.VIEW_REPORTS, word.area)
    if not known:
        raise Refused("not_found", NO_SUCH_AREA, area=word.area)
    rules.check_day(word.report_on, now)
    rules.check_signer(word.level, by.role)
    rules.check_remark(word.act, word.remark)
    if word.level != Level.VILLAGE and word.act == Act.SIGN:
        expected = expected_villages(Subject(area=word.area), word.report_on)
        rules.check_below(len(expected) - len(confirmed(word.report_on, expected)), len(expected), word.remark)


def _contradictions(word: Say, figures: Figures) -> tuple[Warned, ...]:
    against = rules.news(figures) if word.zero else []
    return (Warned("ZERO_CONTRADICTED", str(ZERO_CONTRADICTED) % {"items": ", ".join(against)}),) if against else ()


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
