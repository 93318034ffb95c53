"""Supervisors' spot checks, and what laboratories say of samples."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger import tallies
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, Verdict, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import AlertKind, SampleOutcome, SpotCheckMode, SpotCheckResult
from shouwang.quarantine.models import Observation, SampleResult, SpotCheck, SpotDraw
from shouwang.quarantine.reads.states import below
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.draws import is_alerting
from shouwang.quarantine.rules.measures import check_reason, check_time
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.rows import NewSpotCheck, NewTestResult
from shouwang.quarantine.writes.work import Work, lock, log

ALERTS = {
    SpotCheckResult.NOT_AT_HOME: AlertKind.AWAY, SpotCheckResult.NO_ANSWER: AlertKind.AWAY, SpotCheckResult.SHARES_ROOM: AlertKind.UNSUITABLE,
}  # fmt: skip


@transaction.atomic
def record_spot_checks(batch: Sequence[NewSpotCheck], *, by: Actor) -> list[Verdict]:
    """Record unannounced looks, drawn (``draw_id``) or not. A bad result alerts the team and the township (``rules.draws.is_alerting``).

    A row with ``supersedes`` corrects an earlier look and needs ``why``; the alert it raised is closed.
    """
    by.check(Permission.SPOT_CHECK)
    work = Work(by)
    book = _Looks(work, batch)
    verdicts = [_guarded(lambda row=row: _look(book, row)) for row in batch]
    tallies.withdraw(SpotCheck, book.gone)
    work.flush()
    log(work, "record_spot_checks", verdicts)
    return verdicts


def _guarded(act: Callable[[], Verdict]) -> Verdict:
    try:
        return act()
    except Refused as refusal:
        return refused(refusal)


class _Looks:
    """What a batch of spot checks has to know, read once: whom they concern, what is recorded, which draws they belong to."""

    def __init__(self, work: Work, batch: Sequence[NewSpotCheck]) -> None:
        self.work = work
        self.subjects = Subjects(batch, work.actor, open_only=False)
        self.alerts = AlertBook(work, self.subjects.observations)
        self.draws = SpotDraw.objects.filter(below(work.actor.area)).in_bulk([row.draw_id for row in batch if row.draw_id])
        self.recorded: dict[UUID, list[SpotCheck]] = {}
        self.gone: list[UUID] = []
        keys = [one.pk for one in self.subjects.observations]
        lock(keys)
        for look in SpotCheck.objects.filter(observation__in=keys, live=True).order_by("happened_at"):
            self.recorded.setdefault(look.observation_id, []).append(look)

    def mode(self, row: NewSpotCheck, observation: Observation) -> str:
        """How it was looked. Raises Refused draw_unknown, not_drawn or UNKNOWN_VALUE."""
        draw = self.draws.get(row.draw_id) if row.draw_id else None
        if row.draw_id and draw is None:
            raise Refused("draw_unknown", choices.DRAW_UNKNOWN)
        if draw is not None and observation.pk not in draw.drawn:
            raise Refused("not_drawn", choices.NOT_DRAWN)
        mode = row.mode or (draw.mode if draw else "")
        _check_value(mode, SpotCheckMode.values)
        return mode

    def is_of_past(self, row: NewSpotCheck) -> bool:
        """Whether a row is about days gone by, on which its draw says that the measure was in force."""
        draw = self.draws.get(row.draw_id) if row.draw_id else None
        return draw is not None and draw.first_day is not None

    def correct(self, row: NewSpotCheck, observation: Observation) -> SpotCheck | None:
        """The look that a row corrects, taken back with its alert. Raises Refused look_unknown or reason_missing."""
        if row.supersedes is None:
            return None
        known = self.recorded.get(observation.pk, [])
        old = next((one for one in known if one.pk == row.supersedes), None)
        if old is None:
            raise Refused("look_unknown", choices.LOOK_UNKNOWN)
        check_reason(row.why)
        known.remove(old)
        self.gone.append(old.pk)
        for alert in self.alerts.of(observation):
            if alert.kind in ALERTS.values() and alert.opened_at == old.happened_at:
                self.alerts.close(observation, self.work.now, str(choices.LOOK_CORRECTED) % {"why": row.why}, [alert.kind])
        return old


def _look(book: _Looks, row: NewSpotCheck) -> Verdict:
    work, at = book.work, row.happened_at or book.work.now
    check_time(at, work.now)
    _check_value(row.result, SpotCheckResult.values)
    observation = book.subjects.observation_of(row) if book.is_of_past(row) else book.subjects.covering(row, at)
    mode, old = book.mode(row, observation), book.correct(row, observation)
    known = book.recorded.setdefault(observation.pk, [])
    same = next((one for one in known if (one.mode, one.happened_at) == (mode, at)), None)
    if same is not None:
        return duplicate(same.pk)
    look = work.add(
        SpotCheck(
            **work.record_about(observation, at), observation=observation, person_id=observation.person_id, mode=mode,
            result=row.result, note=row.note[:300], draw_id=row.draw_id, supersedes=row.supersedes, why=row.why[:200],
        )
    )  # fmt: skip
    _alert(book, observation, look)
    known.append(look)
    verdict = accepted(look.pk, observation=observation.pk)
    return verdict if old is None else replace(verdict, outcome=CORRECTED, of=old.pk)


def _alert(book: _Looks, observation: Observation, look: SpotCheck) -> None:
    """Somebody not at home, sharing a room, or not answering twice on one day alerts while the measure lasts."""
    before = [one.result for one in book.recorded[observation.pk] if one.day == look.day and one.happened_at <= look.happened_at]
    if observation.ended_at is None and is_alerting(look.result, before, book.work.limits.unanswered_calls):
        book.alerts.raise_for(observation, ALERTS[SpotCheckResult(look.result)], look.happened_at, note=look.note[:200])


def _check_value(value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise Refused("UNKNOWN_VALUE", choices.UNKNOWN_VALUE, value=value)


@transaction.atomic
def record_test_results(batch: Sequence[NewTestResult], *, by: Actor) -> list[Verdict]:
    """Record results of samples. A positive or awaited one stands against a release where the policy asks for negative samples."""
    by.check(Permission.ANSWER_REFERRAL)
    work = Work(by)
    subjects = Subjects(batch, work.actor, open_only=False)
    rows = SampleResult.objects.filter(observation__in=[one.pk for one in subjects.observations], live=True)
    known = {(row.observation_id, row.sampled_on, row.outcome): row.pk for row in rows}
    waiting = {(row.observation_id, row.sampled_on): row.pk for row in rows if row.outcome == SampleOutcome.PENDING}
    verdicts = [_guarded(lambda row=row: _result(work, subjects, known, row)) for row in batch]
    _settle(waiting, verdicts)
    work.flush()
    log(work, "record_test_results", verdicts)
    return verdicts


def _result(work: Work, subjects: Subjects, known: dict[Any, UUID], row: NewTestResult) -> Verdict:
    at = row.happened_at or work.now
    check_time(at, work.now)
    _check_value(row.outcome, SampleOutcome.values)
    observation = subjects.observation_of(row)
    sampled_on = row.sampled_on or clocks.local(at).date()
    key = (observation.pk, sampled_on, row.outcome)
    if key in known:
        return duplicate(known[key])
    result = work.add(
        SampleResult(
            **work.record_about(observation, at), observation=observation, person_id=observation.person_id, sampled_on=sampled_on,
            outcome=row.outcome, laboratory=row.laboratory[:60],
        )
    )  # fmt: skip
    known[key] = result.pk
    return accepted(result.pk, observation=observation.pk, sampled_on=sampled_on, outcome=row.outcome)


def _settle(waiting: dict[tuple[UUID, Any], UUID], verdicts: Sequence[Verdict]) -> None:
    """A result takes the place of the note that it was awaited."""
    answered = [
        waiting[key] for verdict in verdicts
        if verdict.taken and verdict.facts.get("outcome") not in (None, SampleOutcome.PENDING)
        and (key := (verdict.facts["observation"], verdict.facts["sampled_on"])) in waiting
    ]  # fmt: skip
    SampleResult.objects.filter(pk__in=answered).update(live=False)
