"""The words of the signing chain: confirmed, signed, given back; and the figure that nobody may type."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.ledger.records import known_ids, stamp
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.prompts import writes as prompts
from shouwang.reports import rules
from shouwang.reports.choices import ALREADY_SIGNED, NO_SUCH_AREA, ZERO_CONTRADICTED, Act, Level
from shouwang.reports.models import KeptRows, Signature
from shouwang.reports.reads.duties import confirmed, expected_villages
from shouwang.reports.reads.sheets import Figures, frozen_moments, live_values, rule_day, values_by_area, whole_sheet
from shouwang.reports.writes.keeping import cut_at, kept_rows, signed, summed
from shouwang.reports.writes.marks import in_turn, received_mark


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
    in_turn(f"sheet {word.area} {word.report_on}" for word in batch)
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
        self.frozen = frozen_moments(list(self.areas), {word.report_on for word in batch})
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
        self._keep_rows([word for word in standing if word.act == Act.SIGN], figures)
        self._tell_returned(standing)
        return [verdict or accepted(word.id, _contradictions(word, figures[word.id])) for word, verdict in zip(self.batch, judged, strict=True)]

    def _judge(self, word: Say) -> Verdict | None:
        if word.id in self.known:
            return duplicate(word.id)
        before = self.last.get((word.area, word.report_on, word.level))
        try:
            check_word(word, self.by, self.now, known=word.area in self.areas)
            if word.act == Act.RETURN:
                rules.check_returnable(word.level, before.act if before else "", self.frozen.get((word.area, word.report_on)))
        except Refused as refusal:
            return refused(refusal)
        same = before is not None and word.act == Act.SIGN and (before.act, before.zero) == (word.act, word.zero)
        return duplicate(before.pk, "already_signed", str(ALREADY_SIGNED)) if before is not None and same else None

    def _figures(self, words: list[Say]) -> list[tuple[Say, Figures]]:
        """What each word is said about; many sheets of one day and height are counted together."""
        found: list[tuple[Say, Figures]] = []
        for on, height in {(word.report_on, paths.level(word.area)) for word in words}:
            same = [word for word in words if (word.report_on, paths.level(word.area)) == (on, height)]
            day = rule_day(self.rules, on, same[0].area)
            if len(same) == 1:
                found.append((same[0], live_values(Subject(area=same[0].area), day)))
            else:
                together = values_by_area(Subject(area=self.by.area), day, height)
                found += [(word, whole_sheet(together.get(word.area, {}))) for word in same]
        return found

    def _keep(self, words: list[Say], figures: dict[UUID, Figures]) -> None:
        mark, units = received_mark(), places.managing_units(self.areas, clocks.local(self.now).date())
        Signature.objects.bulk_create(
            Signature(
                id=word.id, **self._stamp(word, units.get(word.area, "")), report_on=word.report_on, level=word.level, act=word.act,
                zero=word.zero, signer=self.by.name[:80], remark=word.remark, received_mark=mark, figures=_as_said(word, figures[word.id]),
            )
            for word in words
        )

    def _keep_rows(self, words: list[Say], figures: dict[UUID, Figures]) -> None:
        """Which rows stood behind the numbers that were signed; those of one day and height are read together."""
        kept: list[KeptRows] = []
        for on, level in {(word.report_on, word.level) for word in words}:
            same = {word.area: word.id for word in words if (word.report_on, word.level) == (on, level)}
            area = next(iter(same))
            wanted = Subject(area=area if len(same) == 1 else self.by.area)
            counted = summed(figures[key] for key in same.values())
            rows = kept_rows(wanted, rule_day(self.rules, on, area), counted, self.now, under=cut_at(len(area)))
            kept += signed(rows, same)
        KeptRows.objects.bulk_create(kept)

    def _tell_returned(self, words: list[Say]) -> None:
        """Whose sheet was given back hears of it at once."""
        back = [_returned(word) for word in words if word.act == Act.RETURN]
        if back:
            prompts.prompt(back, by=self.by, quiet=timedelta(0))

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
    rules.check_remark(word.act, word.remark)
    (rules.check_returner if word.act == Act.RETURN else rules.check_signer)(word.level, by.role)
    rules.check_height(word.level, paths.level(word.area), places.names([word.area]).get(word.area, ""))
    if word.level != Level.VILLAGE and word.act == Act.SIGN:
        expected = expected_villages(Subject(area=word.area), word.report_on)
        rules.check_below(len(expected) - len(confirmed(word.report_on, expected)), len(expected), word.remark)


def _as_said(word: Say, figures: Figures) -> Figures:
    """The figures as they are from this word on: a village's own word is one of the reports received."""
    kept = rules.plain(figures)
    return rules.counting_itself(kept, zero=word.zero) if word.level == Level.VILLAGE and word.act == Act.SIGN else kept


def _returned(word: Say) -> prompts.NewPrompt:
    day = word.report_on.isoformat()
    return prompts.NewPrompt("report_returned", word.area, reverse("reports:sheet", args=[word.area, day]), day)


def _contradictions(word: Say, figures: Figures) -> tuple[Warned, ...]:
    against = rules.news(figures) if word.zero else []
    return (Warned("ZERO_CONTRADICTED", str(ZERO_CONTRADICTED) % {"items": ", ".join(against)}),) if against else ()


def type_figure(*, item: str, by: Actor, area: str) -> None:
    """Always refused, and the attempt is logged: a counted total cannot be typed. Raises Refused derived_figure."""
    by.check(Permission.VIEW_REPORTS, area)
    record_event(by=by, action="reports.type_figure", area=area, detail={"item": item[:60]})
    rules.refuse_typing(item)
